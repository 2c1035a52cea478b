//! `factbox schema`: the tables as people read them, or as statements for a database.

use crate::args::{FormatArg, Schema, SqlArg};
use crate::{print, usage};
use factbox::Result;
use factbox::tabulate::{Table, Type};
use std::fmt::Write;

/// Runs the command.
pub fn run(args: &Schema) -> Result<()> {
    let mut tables = Vec::new();
    for name in &args.tables {
        match Table::parse(name) {
            Some(table) => tables.push(table),
            None => return usage(format!("there is no table {name}; factbox schema lists all")),
        }
    }
    if tables.is_empty() {
        tables.extend(if args.sql.is_some() { &Table::USUAL[..] } else { &Table::ALL[..] });
    }
    let text = match (args.sql, args.format) {
        (None, _) => readable(&tables),
        (Some(SqlArg::Duckdb), FormatArg::Csv) => duckdb(&tables, false),
        (Some(SqlArg::Duckdb), FormatArg::Jsonl) => duckdb(&tables, true),
        (Some(_), _) => return usage("--format: expected csv or jsonl"),
    };
    print(&text)
}

fn readable(tables: &[Table]) -> String {
    let mut out = String::new();
    for (i, table) in tables.iter().enumerate() {
        let gap = if i > 0 { "\n" } else { "" };
        let _ = writeln!(out, "{gap}{}: {}", table.name(), table.meaning());
        for column in table.columns() {
            let _ = writeln!(out, "  {:18} {:8} {}", column.name, type_name(column.kind), column.meaning);
        }
    }
    out
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text => "string",
        Type::Int => "int",
        Type::Float => "float",
        Type::Bool => "bool",
        Type::Date => "date",
        Type::DateTime => "datetime",
        Type::List => "list",
    }
}

fn duckdb_type(kind: Type) -> &'static str {
    match kind {
        Type::Text => "VARCHAR",
        Type::Int => "BIGINT",
        Type::Float => "DOUBLE",
        Type::Bool => "BOOLEAN",
        Type::Date => "DATE",
        Type::DateTime => "TIMESTAMP",
        Type::List => "VARCHAR[]",
    }
}

/// Statements that make and fill the tables. `documents` may hold columns of `--keep` besides: they are left where they are.
fn duckdb(tables: &[Table], jsonl: bool) -> String {
    let mut out = String::from("-- Run in the folder of the tables: duckdb facts.db < load.sql\n");
    for table in tables {
        let columns = table.columns();
        let name = table.name();
        let list = |item: &dyn Fn(&factbox::tabulate::Column) -> String| columns.iter().map(item).collect::<Vec<_>>();
        let defined = list(&|c| format!("\"{}\" {}", c.name, duckdb_type(c.kind))).join(",\n  ");
        let _ = writeln!(out, "\nCREATE OR REPLACE TABLE {name} (\n  {defined}\n);");
        let read = |kind| if kind == Type::List && !jsonl { "VARCHAR" } else { duckdb_type(kind) };
        let types = list(&|c| format!("'{}': '{}'", c.name, read(c.kind))).join(", ");
        let from = if jsonl {
            format!(
                "read_json('{name}.jsonl', format = 'newline_delimited', maximum_object_size = 1073741824, columns = {{{types}}})"
            )
        } else {
            format!("read_csv('{name}.csv', header = true, delim = ',', quote = '\"', escape = '\"', types = {{{types}}})")
        };
        let cell = |c: &factbox::tabulate::Column| match c.kind {
            Type::List if !jsonl => format!("string_split(\"{}\", '|')", c.name),
            _ => format!("\"{}\"", c.name),
        };
        let _ = writeln!(out, "INSERT INTO {name} SELECT {}\nFROM {from};", list(&cell).join(", "));
    }
    out
}
