//! Counts of many flags at once: a byte each, eight of them added to and compared in one word.

/// Flags that are counted.
const LANES: usize = 24;
/// 1 in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each byte.
const HIGH: u64 = ONES << 7;

/// How often each of up to 24 flags was seen, at most 255 times.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally([u64; LANES / 8]);

impl Tally {
    /// Counts each flag that is set.
    #[inline(always)]
    pub(super) fn count(&mut self, flags: u32) {
        for (lanes, more) in self.0.iter_mut().zip(spread(flags)) {
            let full = (*lanes & !HIGH).wrapping_add(ONES) & *lanes & HIGH;
            *lanes += more & !(full >> 7);
        }
    }

    /// The flags that `least` occurrences (1 or more) show beside one with the flags `own`, which is among those counted.
    #[inline(always)]
    pub(super) fn others(&self, own: u32, least: u32) -> u32 {
        let Ok(least) = u8::try_from(least) else { return 0 };
        let least = u64::from(least) * ONES;
        let own = spread(own);
        (0..LANES / 8).fold(0, |all, k| {
            let n = self.0[k].wrapping_sub(own[k]);
            // The lower seven bits are compared by a subtraction that never borrows from the next byte; the eighth decides before them.
            let low = (n | HIGH) - (least & !HIGH);
            let enough = (n & !least | !(n ^ least) & low) & HIGH;
            all | gather(enough >> 7) << (8 * k)
        })
    }
}

/// Bits to bytes of 0 and 1.
#[inline(always)]
fn spread(flags: u32) -> [u64; LANES / 8] {
    std::array::from_fn(|k| {
        let one_bit_each = u64::from((flags >> (8 * k)) as u8) * ONES & 0x8040_2010_0804_0201;
        (one_bit_each + (HIGH - ONES)) >> 7 & ONES
    })
}

/// Bytes of 0 and 1 to bits.
#[inline(always)]
fn gather(bytes: u64) -> u32 {
    (bytes.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

#[cfg(test)]
mod tests {
    use super::{LANES, Tally};

    #[test]
    fn counts_are_those_of_one_flag_at_a_time() {
        let (mut tally, mut plain, mut flags) = (Tally::default(), [0u32; LANES], 1u32);
        for round in 0..700 {
            flags = flags.wrapping_mul(0x9e37_79b1).rotate_left(7) ^ round;
            let own = (flags | flags >> 9) & 0xff_ffff;
            tally.count(own);
            plain.iter_mut().enumerate().for_each(|(k, n)| *n = (*n + (own >> k & 1)).min(255));
            for least in [1, 2, round / 3 + 1, 127, 128, 129, 254, 255, 256, 300] {
                let expected = (0..LANES).filter(|k| plain[*k] - (own >> k & 1) >= least).fold(0, |all, k| all | 1 << k);
                assert_eq!(tally.others(own, least), expected, "{round} {least}");
            }
        }
    }
}
