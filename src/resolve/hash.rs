//! A hasher for keys that are hashes themselves or small numbers: the standard one guards against floods of chosen keys, which costs
//! more than the look-up, and the maps here live for one document only.

use std::hash::{BuildHasherDefault, Hasher};

/// For `HashMap<K, V, Fast>`.
pub type Fast = BuildHasherDefault<Mixer>;

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// One multiplication a number.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        // The map takes its slot from the low bits and its tag from the high ones.
        self.0 ^ (self.0 >> 32)
    }
    fn write(&mut self, bytes: &[u8]) {
        self.write_u64(crate::gazetteer::fold::hash_bytes(bytes));
    }
    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }
    fn write_u16(&mut self, n: u16) {
        self.write_u64(u64::from(n));
    }
    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(23) ^ n).wrapping_mul(FACTOR);
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
    fn write_isize(&mut self, n: isize) {
        self.write_u64(n as u64);
    }
}
