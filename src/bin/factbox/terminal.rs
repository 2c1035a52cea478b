//! Messages for people, on standard error; colours only where a terminal shows them.

use std::io::{IsTerminal, Write, stderr};

/// One line on standard error.
pub fn say(line: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(stderr(), "{line}");
}

/// True where somebody watches standard error.
pub fn on_terminal() -> bool {
    stderr().is_terminal()
}

/// What a word means, not how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Something is wrong.
    Bad,
    /// Something is in order.
    Good,
    /// Less important.
    Faint,
}

/// The text in its colour, for standard error.
pub fn paint(style: Style, text: &str) -> String {
    paint_if(on_terminal(), style, text)
}

/// The text in its colour where `shown` on a terminal, unless `NO_COLOR` is set.
pub fn paint_if(shown: bool, style: Style, text: &str) -> String {
    let refused =
        std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) || std::env::var_os("TERM").is_some_and(|t| t == "dumb");
    if !shown || refused {
        return text.to_string();
    }
    let code = match style {
        Style::Bad => 31,
        Style::Good => 32,
        Style::Faint => 2,
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}
