//! Bytes -> text: byte-order marks, UTF-8, else Windows-1252.
//!
//! A mark decides. Without one, valid UTF-8 is UTF-8; so is text whose valid multi-byte characters far outnumber its broken ones
//! (a cut or patched file); all else is Windows-1252, which every byte fits.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text with what it was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without its byte-order mark.
    pub text: String,
    /// `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`.
    pub encoding: &'static str,
    /// Characters that could not be decoded and became U+FFFD.
    pub replaced: u64,
}

/// Decodes a whole document.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    match Encoding::for_bom(&bytes) {
        Some((e, n)) if e == UTF_16LE => utf16(e, &bytes[n..], "utf-16le"),
        Some((e, n)) if e == UTF_16BE => utf16(e, &bytes[n..], "utf-16be"),
        Some((_, n)) => utf8_or_windows(bytes[n..].to_vec()),
        None => utf8_or_windows(bytes),
    }
}

fn utf16(encoding: &'static Encoding, bytes: &[u8], name: &'static str) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let replaced = if broken { count_marks(&text) } else { 0 };
    Decoded { text: text.into_owned(), encoding: name, replaced }
}

fn count_marks(text: &str) -> u64 {
    text.matches('\u{fffd}').count() as u64
}

fn utf8_or_windows(bytes: Vec<u8>) -> Decoded {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, encoding: "utf-8", replaced: 0 },
        Err(error) => error.into_bytes(),
    };
    if let Some(replaced) = mostly_utf8(&bytes) {
        return Decoded { text: String::from_utf8_lossy(&bytes).into_owned(), encoding: "utf-8", replaced };
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    // The encoding leaves five bytes undefined; browsers map them to invisible control characters.
    let replaced = bytes.iter().filter(|b| matches!(b, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d)).count() as u64;
    let text = if replaced > 0 {
        text.replace(['\u{81}', '\u{8d}', '\u{8f}', '\u{90}', '\u{9d}'], "\u{fffd}")
    } else {
        text.into_owned()
    };
    Decoded { text, encoding: "windows-1252", replaced }
}

/// The number of broken places where they are few against the multi-byte characters that are whole: Windows-1252 text hardly
/// ever forms those by chance.
fn mostly_utf8(bytes: &[u8]) -> Option<u64> {
    let (mut whole, mut broken) = (0u64, 0u64);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|b| *b >= 0xc0).count() as u64;
        broken += u64::from(!chunk.invalid().is_empty());
    }
    (whole > 4 * broken).then_some(broken)
}
