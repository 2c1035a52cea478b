//! Names -> numbers: a hash table of numbers whose names lie elsewhere, so that none is kept twice and none is an allocation.

use std::hash::BuildHasher;

const FREE: u32 = u32::MAX;

/// Finds the number of a name. Hashed with foldhash: several times as fast as the standard hash on short names, and seeded at random
/// like it.
#[derive(Debug, Default)]
pub struct Slots {
    slots: Vec<u32>,
    hash: foldhash::fast::RandomState,
}

impl Slots {
    /// Forgets all numbers and makes room for `n`.
    pub fn clear(&mut self, n: usize) {
        self.slots.clear();
        self.slots.resize((2 * n).next_power_of_two(), FREE);
    }

    /// True where so many numbers leave enough slots free to find them fast.
    pub fn has_room(&self, n: usize) -> bool {
        2 * n <= self.slots.len()
    }

    /// The number of a name; `next` where it is new, which it has from now on. `is` tells whether a number is the name's. There must be
    /// room for it.
    pub fn number(&mut self, name: &[u8], next: u32, is: impl Fn(u32) -> bool) -> u32 {
        let last = self.slots.len() - 1;
        let mut slot = self.hash.hash_one(name) as usize & last;
        while self.slots[slot] != FREE {
            if is(self.slots[slot]) {
                return self.slots[slot];
            }
            slot = (slot + 1) & last;
        }
        self.slots[slot] = next;
        next
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn names_keep_their_numbers() {
        let names: Vec<String> = (0..1000).map(|i| format!("name {}", i % 300)).collect();
        let mut slots = Slots::default();
        slots.clear(300);
        for (i, name) in names.iter().enumerate() {
            let number = slots.number(name.as_bytes(), i as u32, |n| names[n as usize] == *name);
            assert_eq!(number as usize, i % 300);
        }
        assert!(slots.has_room(300) && !slots.has_room(600));
    }
}
