//! What is known of somebody beside the name: the countries of the documents, the roles, Mr or Mrs.
//!
//! All of it is a set that is joined with other sets, so that it is the same whatever the order of the documents.

use crate::mention::Courtesy;
use crate::tabulate::cells::List;

/// The smallest few of the values seen, and whether there were more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sample {
    items: [u32; Sample::MOST],
    len: u8,
    more: bool,
}

impl Sample {
    const MOST: usize = 6;

    /// Adds a value.
    pub fn add(&mut self, value: u32) {
        let len = self.len as usize;
        let at = self.items[..len].partition_point(|v| *v < value);
        if self.items[..len].get(at) == Some(&value) {
            return;
        }
        self.more |= len == Sample::MOST;
        if at < Sample::MOST {
            self.items.copy_within(at..len.min(Sample::MOST - 1), at + 1);
            self.items[at] = value;
            self.len = (len + 1).min(Sample::MOST) as u8;
        }
    }

    /// Adds all values of another.
    pub fn join(&mut self, other: &Sample) {
        other.iter().for_each(|value| self.add(value));
        self.more |= other.more;
    }

    /// The values kept, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.items[..self.len as usize].iter().copied()
    }

    /// True where some values are not kept.
    pub fn is_cut(&self) -> bool {
        self.more
    }

    /// True where the two have a value in common among those kept.
    pub fn meets(&self, other: &Sample) -> bool {
        self.iter().any(|value| other.iter().any(|o| o == value))
    }

    /// True where both are known, complete, and have no value in common.
    pub fn parts(&self, other: &Sample) -> bool {
        self.len > 0 && other.len > 0 && !self.more && !other.more && !self.meets(other)
    }
}

/// What speaks for or against two names being one thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Countries that its documents are about.
    pub countries: Sample,
    /// Its roles, as hashes of the folded words.
    pub roles: Sample,
    /// The walks of life that the roles tell: bits of [`walks`].
    pub walks: u8,
    /// Mr or Mrs.
    pub courtesy: Courtesy,
}

impl Evidence {
    /// What one document says.
    pub fn of_document(country: Option<[u8; 2]>, roles: List<'_>, courtesy: Courtesy) -> Evidence {
        let mut evidence = Evidence { courtesy, ..Evidence::default() };
        if let Some([a, b]) = country {
            evidence.countries.add(u32::from(a) << 8 | u32::from(b));
        }
        for role in roles.items() {
            evidence.roles.add(hash(role));
            evidence.walks |= walks(role);
        }
        evidence
    }

    /// Adds what another document, or another name of the same thing, says.
    pub fn join(&mut self, other: &Evidence) {
        self.countries.join(&other.countries);
        self.roles.join(&other.roles);
        self.walks |= other.walks;
        self.courtesy = self.courtesy | other.courtesy;
    }

    /// True where the two are hardly one person or thing: Mr and Mrs, or documents about different countries.
    pub fn contradicts(&self, other: &Evidence) -> bool {
        self.courtesy.contradicts(other.courtesy) || self.countries.parts(&other.countries)
    }

    /// True where the roles are of different walks of life.
    pub fn is_of_another_walk(&self, other: &Evidence) -> bool {
        self.walks != 0 && other.walks != 0 && self.walks & other.walks == 0
    }

    /// True where the two have a country in common or a walk of life.
    pub fn meets(&self, other: &Evidence) -> bool {
        self.countries.meets(&other.countries) || self.walks & other.walks != 0
    }

    /// True where both a country and a walk of life are known.
    pub fn is_full(&self) -> bool {
        self.walks != 0 && self.countries.iter().next().is_some()
    }

    /// What tells this one from namesakes: `sport-au`.
    pub fn mark(&self) -> String {
        let walk = NAMES.iter().enumerate().find(|(i, _)| self.walks >> i & 1 != 0).map_or("", |(_, name)| name);
        let country = self.countries.iter().next().map(|c| [(c >> 8) as u8, c as u8]).unwrap_or_default();
        format!("{walk}-{}", String::from_utf8_lossy(&country).to_lowercase())
    }

    /// True where both a country and a walk of life are known, and no one who has the one is likely to have had the other too: the
    /// countries differ, the walks differ, and one of them is a life's work that few leave for another.
    pub fn is_somebody_else(&self, other: &Evidence) -> bool {
        let known = self.countries.parts(&other.countries) && self.is_of_another_walk(other);
        known && (self.walks | other.walks) & LIFELONG != 0
    }
}

/// FNV-1a over the letters, small: roles are compared, never found by it.
fn hash(role: &[u8]) -> u32 {
    role.iter().fold(0x811c_9dc5, |h: u32, b| (h ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

const STATE: u8 = 1;
const SPORT: u8 = 2;
const ARTS: u8 = 4;
const TRADE: u8 = 8;
const LAW: u8 = 16;
const FAITH: u8 = 32;
const FORCE: u8 = 64;
const LEARNING: u8 = 128;
/// Walks of life that a person is known for in one place and for good.
const LIFELONG: u8 = SPORT | ARTS | FAITH;

/// Names of the walks of life, from the lowest bit.
const NAMES: [&str; 8] = ["state", "sport", "arts", "trade", "law", "faith", "force", "learning"];

/// Words of roles that leave no doubt, by walk of life; a plural or a compound is another word.
const WALKS: &[(u8, &[&str])] = &[
    (
        STATE,
        &[
            "president",
            "minister",
            "premier",
            "chancellor",
            "senator",
            "governor",
            "mayor",
            "lawmaker",
            "congressman",
            "congresswoman",
            "ambassador",
            "councillor",
            "mp",
            "diplomat",
            "king",
            "queen",
            "prince",
            "princess",
            "politician",
            "legislator",
            "deputy",
        ],
    ),
    (
        SPORT,
        &[
            "coach",
            "striker",
            "midfielder",
            "goalkeeper",
            "defender",
            "footballer",
            "winger",
            "quarterback",
            "pitcher",
            "batsman",
            "bowler",
            "cricketer",
            "sprinter",
            "swimmer",
            "cyclist",
            "boxer",
            "golfer",
            "wrestler",
            "gymnast",
            "skier",
            "skater",
            "jockey",
            "fullback",
            "linebacker",
            "shortstop",
            "outfielder",
            "athlete",
        ],
    ),
    (
        ARTS,
        &[
            "actor",
            "actress",
            "singer",
            "novelist",
            "poet",
            "painter",
            "sculptor",
            "composer",
            "pianist",
            "violinist",
            "guitarist",
            "drummer",
            "rapper",
            "musician",
            "playwright",
            "filmmaker",
            "comedian",
            "photographer",
            "dancer",
            "choreographer",
        ],
    ),
    (
        TRADE,
        &["ceo", "executive", "chairman", "chairwoman", "founder", "banker", "entrepreneur", "analyst", "economist", "broker"],
    ),
    (LAW, &["judge", "prosecutor", "lawyer", "attorney", "barrister", "solicitor", "justice"]),
    (FAITH, &["bishop", "archbishop", "cardinal", "pope", "imam", "rabbi", "pastor", "priest", "ayatollah", "vicar", "nun"]),
    (FORCE, &["colonel", "lieutenant", "sergeant", "admiral", "sheriff", "commander", "constable", "detective", "inspector"]),
    (
        LEARNING,
        &["professor", "scientist", "researcher", "biologist", "physicist", "historian", "surgeon", "epidemiologist", "lecturer"],
    ),
];

/// By first letter the lengths of the words of [`WALKS`], as bits.
const LENGTHS: [u32; 26] = {
    let (mut lengths, mut walk) = ([0; 26], 0);
    while walk < WALKS.len() {
        let (words, mut i) = (WALKS[walk].1, 0);
        while i < words.len() {
            lengths[(words[i].as_bytes()[0] - b'a') as usize] |= 1 << words[i].len();
            i += 1;
        }
        walk += 1;
    }
    lengths
};

/// False for nearly all words of roles, which need not be compared.
fn may_be_listed(word: &[u8]) -> bool {
    let lengths = LENGTHS.get((word[0] | 0x20).wrapping_sub(b'a') as usize);
    lengths.is_some_and(|lengths| word.len() < 32 && lengths >> word.len() & 1 != 0)
}

/// The walks of life that the words of a role tell.
fn walks(role: &[u8]) -> u8 {
    let words = role.split(|b| !b.is_ascii_alphanumeric()).filter(|word| word.len() > 1 && may_be_listed(word));
    let of = |word: &[u8]| {
        let walk = WALKS.iter().find(|(_, words)| words.iter().any(|w| word.eq_ignore_ascii_case(w.as_bytes())));
        walk.map_or(0, |(walk, _)| *walk)
    };
    words.map(of).fold(0, |all, walk| all | walk)
}

#[cfg(test)]
mod tests {
    use super::{Evidence, LAW, STATE, Sample, walks};
    use crate::mention::Courtesy;
    use crate::tabulate::cells::List;

    #[test]
    fn a_sample_is_the_same_in_any_order() {
        let sample = |values: &[u32]| {
            let mut sample = Sample::default();
            values.iter().for_each(|v| sample.add(*v));
            sample
        };
        let some = [9, 2, 7, 2, 4, 1, 8, 3, 9, 6];
        let mut back = some;
        back.reverse();
        assert_eq!(sample(&some), sample(&back));
        assert_eq!(sample(&some).iter().collect::<Vec<_>>(), [1, 2, 3, 4, 6, 7]);
        for at in 0..some.len() {
            let (mut a, b) = (sample(&some[at..]), sample(&some[..at]));
            a.join(&b);
            assert_eq!(a, sample(&some));
        }
        assert!(
            sample(&[1, 2]).parts(&sample(&[3])) && !sample(&[]).parts(&sample(&[3])) && !sample(&some).parts(&sample(&[50]))
        );
        assert!(sample(&[1, 2]).meets(&sample(&[2, 3])) && !sample(&[1]).meets(&sample(&[2])));
    }

    #[test]
    fn roles_tell_walks_of_life() {
        assert_eq!(walks(b"former Prime Minister"), STATE);
        assert_eq!(walks(b"JUDGE"), LAW);
        assert_eq!(walks(b"senator and lawyer"), STATE | LAW);
        assert_eq!(walks(b"Justices"), 0);
    }

    #[test]
    fn a_bowler_in_australia_is_no_senator_in_chile() {
        let one = |country: &[u8; 2], role: &'static str| {
            Evidence::of_document(Some(*country), List(role.as_bytes()), Courtesy::default())
        };
        assert!(one(b"AU", "fast bowler").is_somebody_else(&one(b"CL", "senator")));
        assert!(!one(b"AU", "fast bowler").is_somebody_else(&one(b"AU", "senator")));
        assert!(!one(b"AU", "chief executive").is_somebody_else(&one(b"CL", "senator")));
        assert!(!one(b"AU", "").is_somebody_else(&one(b"CL", "senator")));
    }
}
