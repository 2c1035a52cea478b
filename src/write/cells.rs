//! One serde serializer for flat rows, over the few things that a format must know: how it writes a cell of each type.
//!
//! serde_json and csv have serializers of their own, but two rules of the tables are the same in all formats and belong in one place
//! (an empty text is unknown; 613.0 is written 613), lists differ between them, and the names of columns need no escaping in each row.

use serde::ser::{self, Impossible, Serialize};
use std::fmt::{self, Display, Write};

/// How a format writes the cells of a row.
pub trait Cells {
    /// The name of the column that comes next.
    fn key(&mut self, name: &str);
    /// The same for a name without any special character.
    fn plain_key(&mut self, name: &'static str) {
        self.key(name);
    }
    /// A text that is not empty.
    fn text(&mut self, text: &str);
    /// A number in its decimal notation, or a truth value.
    fn bare(&mut self, text: &str);
    /// A whole number.
    fn number(&mut self, number: u32) {
        self.bare(itoa::Buffer::new().format(number));
    }
    /// Unknown.
    fn null(&mut self);
    /// Items follow as texts.
    fn begin_list(&mut self);
    /// One item.
    fn item(&mut self, text: &str);
    /// No more items.
    fn end_list(&mut self);
}

/// Why a row cannot be written: it holds something that is no cell.
#[derive(Debug)]
pub struct NotFlat(String);

impl Display for NotFlat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no cell of a table", self.0)
    }
}
impl std::error::Error for NotFlat {}
impl ser::Error for NotFlat {
    fn custom<T: Display>(message: T) -> Self {
        NotFlat(message.to_string())
    }
}

type Done = Result<(), NotFlat>;

fn no<T>(what: &str) -> Result<T, NotFlat> {
    Err(NotFlat(what.to_string()))
}

/// Serializes rows and cells into `C`.
pub struct RowSerializer<'c, C> {
    /// Where the cells go.
    pub cells: &'c mut C,
    /// For formatted text (`collect_str`), reused.
    pub text: &'c mut String,
    /// Inside a list.
    pub listing: bool,
}

impl<C: Cells> RowSerializer<'_, C> {
    #[inline]
    fn again(&mut self) -> RowSerializer<'_, C> {
        RowSerializer { cells: self.cells, text: self.text, listing: self.listing }
    }

    fn int(self, number: impl itoa::Integer) -> Done {
        self.cells.bare(itoa::Buffer::new().format(number));
        Ok(())
    }
}

/// Whole numbers without a point, up to three decimals without a search for the shortest form, all others through `Display`.
fn float(number: f64, scratch: &mut String, to: &mut impl Cells) {
    if !number.is_finite() {
        return to.null();
    }
    if number.abs() < 1e12 {
        let whole = number as i64;
        if whole as f64 == number {
            return match u32::try_from(whole) {
                Ok(whole) => to.number(whole),
                Err(_) => to.bare(itoa::Buffer::new().format(whole)),
            };
        }
        // Rounded to thousandths: where that is the number again, its decimals are these.
        let thousandths = (number.abs() * 1000.0 + 0.5) as u64;
        if thousandths as f64 / 1000.0 == number.abs() {
            let mut text = [0; 32];
            let (at, from) = decimals(thousandths, &mut text, number < 0.0);
            return to.bare(std::str::from_utf8(&text[from..at]).unwrap_or_default());
        }
    }
    scratch.clear();
    // Writing to a String cannot fail.
    let _ = write!(scratch, "{}", crate::tabulate::rows::Plain(number));
    to.bare(scratch);
}

/// Writes a number of thousandths to the end of `text` and gives where it ends and begins.
fn decimals(thousandths: u64, text: &mut [u8; 32], negative: bool) -> (usize, usize) {
    let (mut rest, mut at, mut end) = (thousandths, text.len(), text.len());
    for place in 0.. {
        at -= 1;
        text[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if place < 3 && text[at] == b'0' && end == at + 1 {
            end = at;
        }
        if place == 2 {
            at -= 1;
            text[at] = b'.';
        }
        if place >= 3 && rest == 0 {
            break;
        }
    }
    if negative {
        at -= 1;
        text[at] = b'-';
    }
    (end, at)
}

impl<'c, C: Cells> ser::Serializer for RowSerializer<'c, C> {
    type Ok = ();
    type Error = NotFlat;
    type SerializeSeq = Self;
    type SerializeTuple = Impossible<(), NotFlat>;
    type SerializeTupleStruct = Impossible<(), NotFlat>;
    type SerializeTupleVariant = Impossible<(), NotFlat>;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), NotFlat>;

    #[inline]
    fn serialize_bool(self, v: bool) -> Done {
        self.cells.bare(if v { "true" } else { "false" });
        Ok(())
    }
    fn serialize_i8(self, v: i8) -> Done {
        self.int(v)
    }
    fn serialize_i16(self, v: i16) -> Done {
        self.int(v)
    }
    fn serialize_i32(self, v: i32) -> Done {
        self.int(v)
    }
    fn serialize_i64(self, v: i64) -> Done {
        self.int(v)
    }
    fn serialize_u8(self, v: u8) -> Done {
        self.int(v)
    }
    fn serialize_u16(self, v: u16) -> Done {
        self.int(v)
    }
    #[inline]
    fn serialize_u32(self, v: u32) -> Done {
        self.cells.number(v);
        Ok(())
    }
    #[inline]
    fn serialize_u64(self, v: u64) -> Done {
        match u32::try_from(v) {
            Ok(v) => self.serialize_u32(v),
            Err(_) => self.int(v),
        }
    }
    fn serialize_f32(self, v: f32) -> Done {
        // The shortest form of the single is what its list says (40.4093, not 40.40930175781).
        self.text.clear();
        let _ = write!(self.text, "{v}");
        self.cells.bare(self.text);
        Ok(())
    }
    #[inline]
    fn serialize_f64(self, v: f64) -> Done {
        float(v, self.text, self.cells);
        Ok(())
    }
    fn serialize_char(self, v: char) -> Done {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }
    #[inline]
    fn serialize_str(self, v: &str) -> Done {
        match (self.listing, v.is_empty()) {
            (true, _) => self.cells.item(v),
            (false, true) => self.cells.null(),
            (false, false) => self.cells.text(v),
        }
        Ok(())
    }
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Done {
        self.text.clear();
        let _ = write!(self.text, "{value}");
        self.cells.text(self.text);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Done {
        no("a byte string")
    }
    #[inline]
    fn serialize_none(self) -> Done {
        self.cells.null();
        Ok(())
    }
    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Done {
        self.serialize_none()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.serialize_none()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }
    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Done {
        no("an enum with a value")
    }
    #[inline]
    fn serialize_seq(mut self, _: Option<usize>) -> Result<Self, NotFlat> {
        if self.listing {
            return no("a list in a list");
        }
        self.cells.begin_list();
        self.listing = true;
        Ok(self)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NotFlat> {
        no("a tuple")
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, NotFlat> {
        no("a tuple")
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotFlat> {
        no("a tuple")
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self, NotFlat> {
        Ok(self)
    }
    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, NotFlat> {
        Ok(self)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NotFlat> {
        no("an enum with fields")
    }
}

impl<C: Cells> ser::SerializeSeq for RowSerializer<'_, C> {
    type Ok = ();
    type Error = NotFlat;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        value.serialize(self.again())
    }
    fn end(self) -> Done {
        self.cells.end_list();
        Ok(())
    }
}

impl<C: Cells> ser::SerializeStruct for RowSerializer<'_, C> {
    type Ok = ();
    type Error = NotFlat;
    // The name is known where this is inlined, and with it how many bytes are copied.
    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.cells.plain_key(key);
        value.serialize(self.again())
    }
    fn end(self) -> Done {
        Ok(())
    }
}

impl<C: Cells> ser::SerializeMap for RowSerializer<'_, C> {
    type Ok = ();
    type Error = NotFlat;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        let mut name = Name(String::new());
        key.serialize(RowSerializer { cells: &mut name, text: self.text, listing: false })?;
        self.cells.key(&name.0);
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        value.serialize(self.again())
    }
    fn end(self) -> Done {
        Ok(())
    }
}

/// Catches the text of a map's key.
struct Name(String);

impl Cells for Name {
    fn key(&mut self, _: &str) {}
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }
    fn bare(&mut self, text: &str) {
        self.0.push_str(text);
    }
    fn null(&mut self) {}
    fn begin_list(&mut self) {}
    fn item(&mut self, _: &str) {}
    fn end_list(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::{Name, float};

    #[test]
    fn floats_are_short_and_exact() {
        let shown = |number: f64| {
            let (mut text, mut out) = (String::new(), Name(String::new()));
            float(number, &mut text, &mut out);
            out.0
        };
        for (number, text) in [
            (613.0, "613"),
            (-0.05, "-0.05"),
            (12.5, "12.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1.2e9, "1200000000"),
            (1e300, "1e300"),
            (1.0 / 3.0, "0.3333333333333333"),
            (0.95, "0.95"),
            (0.7, "0.7"),
            (10.001, "10.001"),
            (-1234.5, "-1234.5"),
            (0.001, "0.001"),
            (0.0005, "0.0005"),
            (-0.0, "0"),
            (-7.0, "-7"),
            (4294967296.0, "4294967296"),
            (999999999999.999, "999999999999.999"),
            (1234567890123456.0, "1234567890123456"),
            (1e21, "1e21"),
            (f64::NAN, ""),
        ] {
            assert_eq!(shown(number), text);
        }
    }
}
