//! Which names of different documents are one person, organisation or place?
//!
//! A row that joins two people is worse than two rows for one, so a rule joins only where the names fit ([`name`]), no other name of the
//! run fits as well, and what the documents say ([`evidence`]) does not speak against it:
//!
//! | rule | joined | only where |
//! |---|---|---|
//! | spelling | "Mohammed Hasan" and "Muhammad Hassan", "Dr John Smith" and "John Smith" | the countries of the documents do not differ |
//! | middle initial | "John F. Smith" and "John Smith" | the same, and no "John A. Smith" is about |
//! | middle name | "John Frank Smith" and "John Smith" | no other is about, they share a country, and their roles are not of other walks of life |
//! | initial | "J. Smith" and "John Smith" | the same |
//! | surname | "Smith" of a document that has no full name | one Smith is about, in two documents or more, with a role and a country of this one |
//! | legal form | "Hallbrook Inc." and "Hallbrook" | no "Hallbrook Ltd" is about, the countries do not differ, and the one word is no English word or surname |
//! | acronym | "NDMA" and "National Drought Management Authority" | documents define it, all as the same, and they share a country |
//! | short word | "Mt. Harlow" and "Mount Harlow" | the countries of the documents do not differ |
//!
//! People of one full name are taken apart where some documents tell of a walk of life that is a calling (sport, the arts, the church) in
//! one country and others of another walk in another country, and no document has the one and the other ([`evidence`],
//! `is_somebody_else`); a document that tells neither stays with the name. "Mr" and "Mrs" are never joined. What the lists know needs no rule: its id is that of the list. All here depends on the set of names
//! only, not on the order of the documents: names are taken the fullest and most frequent first.

pub mod evidence;
mod name;

use crate::gazetteer::fold::hash_bytes;
use crate::mention::Kind;
use evidence::{Evidence, Sample};
use name::Person;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Names with one surname and initial that are held against each other; among more nothing is certain.
const MOST: usize = 400;

/// A name that may be one with another.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Who it is, for the answer.
    pub number: u32,
    /// PERSON, ORG or PLACE.
    pub kind: Kind,
    /// Its id without the type: `john-smith`.
    pub slug: &'a str,
    /// What the documents say.
    pub evidence: &'a Evidence,
    /// Mentions of it, and documents with one.
    pub mentions: u64,
    /// Documents that mention it.
    pub docs: u64,
    /// The lists hold it.
    pub listed: bool,
    /// Several people have this name: a shorter form of it may mean any of them.
    pub several: bool,
    /// One word that is an English word or a surname, which an organisation's name alone cannot be told by.
    pub common: bool,
}

/// An acronym and the organisations that documents define it as.
#[derive(Debug, Clone, Copy)]
pub struct Acronym<'a> {
    /// As in ids: `ndma`.
    pub slug: &'a str,
    /// Numbers of the organisations.
    pub owners: &'a Sample,
}

/// Names that are one: the first is the one that it goes by.
#[derive(Debug)]
struct Group {
    /// Indices of the candidates.
    members: Vec<usize>,
    evidence: Evidence,
    several: bool,
}

impl Group {
    fn new(member: usize, one: &Candidate<'_>) -> Group {
        Group { members: vec![member], evidence: *one.evidence, several: one.several }
    }

    fn join(&mut self, member: usize, one: &Candidate<'_>) {
        self.members.push(member);
        self.evidence.join(one.evidence);
        self.several |= one.several;
    }
}

/// Decides which of the candidates are one, given in the order of their numbers, and the acronyms in that of the alphabet; gives (number, the number that it becomes), in the order of the slugs.
pub fn decide(all: &[Candidate<'_>], acronyms: &[Acronym<'_>]) -> Vec<(u32, u32)> {
    let mut groups = people(all);
    groups.extend(organisations(all, acronyms));
    let mut joined = Vec::new();
    for group in groups.iter().filter(|g| g.members.len() > 1) {
        let best = group.members.iter().copied().min_by_key(|m| Reverse(renown(&all[*m]))).unwrap_or(group.members[0]);
        let others = group.members.iter().filter(|m| **m != best);
        joined.extend(others.map(|m| (all[*m].slug, all[*m].number, all[best].number)));
    }
    joined.sort_unstable();
    joined.into_iter().map(|(_, from, into)| (from, into)).collect()
}

/// Which name a group goes by: a listed one, then one with a full given name and no title, then the most frequent, then one without initials,
/// then the longest; the first of the alphabet where all else is equal.
fn renown<'a>(one: &Candidate<'a>) -> (bool, bool, u64, bool, usize, Reverse<&'a str>) {
    let words = one.slug.split('-').filter(|w| w.len() > 1).count();
    let plain = words == one.slug.split('-').count();
    let full = match one.kind {
        Kind::Person => Person::parse(one.slug).is_some_and(|p| !p.given.is_empty() && !p.is_initial() && !p.titled),
        _ => words > 1,
    };
    (one.listed, full, one.mentions, plain, one.slug.len(), Reverse(one.slug))
}

/// People, by surname.
fn people(all: &[Candidate<'_>]) -> Vec<Group> {
    let surname = |one: &Candidate<'_>| Some(hash_bytes(Person::parse(one.slug)?.surname.as_bytes()));
    let initial = |p: &Person| p.given.chars().next();
    let mut done = Vec::new();
    alike(
        all,
        |one| if one.kind == Kind::Person { surname(one) } else { None },
        |some| {
            let mut people: Vec<(Person, usize)> =
                some.iter().filter_map(|(_, i)| Some((Person::parse(all[*i].slug)?, *i))).collect();
            people.sort_unstable_by(|(a, i), (b, k)| {
                let order = a.surname.cmp(&b.surname).then(initial(a).cmp(&initial(b))).then(b.fullness().cmp(&a.fullness()));
                order.then_with(|| all[*k].mentions.cmp(&all[*i].mentions)).then(all[*i].slug.cmp(all[*k].slug))
            });
            for namesakes in people.chunk_by(|a, b| a.0.surname == b.0.surname) {
                let (bare, full) = namesakes.split_at(namesakes.partition_point(|(p, _)| p.given.is_empty()));
                let first = done.len();
                for one_initial in full.chunk_by(|a, b| initial(&a.0) == initial(&b.0)).filter(|n| n.len() <= MOST) {
                    given_names(all, one_initial, &mut done);
                }
                if let ([only], true) = (&mut done[first..], full.len() <= MOST) {
                    for (_, i) in bare {
                        if bears_out(all, only, *i) {
                            only.join(*i, &all[*i]);
                        }
                    }
                }
            }
        },
    );
    done
}

/// Hands over the candidates (hash, index) of one hash, where there are two or more: most names are like no other, and need not be kept in parts.
fn alike(all: &[Candidate<'_>], hash: impl Fn(&Candidate<'_>) -> Option<u64>, mut some: impl FnMut(&[(u64, usize)])) {
    let mut hashes: Vec<(u64, usize)> = all.iter().enumerate().filter_map(|(i, one)| Some((hash(one)?, i))).collect();
    hashes.sort_unstable();
    hashes.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1).for_each(&mut some);
}

/// Groups people of one surname and one initial, the fullest names first.
fn given_names(all: &[Candidate<'_>], people: &[(Person, usize)], done: &mut Vec<Group>) {
    // Members are indices of `people` until the end.
    let mut groups: Vec<Group> = Vec::new();
    for (p, (this, i)) in people.iter().enumerate() {
        let one = &all[*i];
        let same = groups.iter().position(|g| g.members.iter().any(|m| people[*m].0.is_same(this)));
        let fits = |g: &Group| g.members.iter().filter(|m| people[**m].0.fits(this)).count();
        let mut fitting = (0..groups.len()).filter(|g| fits(&groups[*g]) > 0);
        let only = match (fitting.next(), fitting.next()) {
            (Some(g), None) if fits(&groups[g]) == groups[g].members.len() => Some(g),
            _ => None,
        };
        let agrees = |g: &Group| {
            // A name that leaves a given name out, or all but its first letter.
            let shorter = this.is_initial() || this.middle.is_empty() && g.members.iter().any(|m| people[*m].0.has_middle_name());
            (!shorter || !g.several && supports(&g.evidence, one.evidence)) && !g.evidence.contradicts(one.evidence)
        };
        match same.or(only).filter(|g| agrees(&groups[*g])) {
            Some(g) => groups[g].join(p, one),
            None => groups.push(Group::new(p, one)),
        }
    }
    for group in &mut groups {
        group.members.iter_mut().for_each(|m| *m = people[*m].1);
    }
    done.append(&mut groups);
}

/// What an initial needs beside the name.
fn supports(a: &Evidence, b: &Evidence) -> bool {
    a.countries.meets(&b.countries) && !a.is_of_another_walk(b)
}

/// What a surname alone needs: a role and a country in common with somebody who is better known.
fn bears_out(all: &[Candidate<'_>], group: &Group, bare: usize) -> bool {
    let one = &all[bare];
    let (docs, mentions) = group.members.iter().fold((0, 0), |(d, m), i| (d + all[*i].docs, m + all[*i].mentions));
    let known = docs > 1 && mentions > one.mentions && !group.several;
    known
        && group.evidence.roles.meets(&one.evidence.roles)
        && supports(&group.evidence, one.evidence)
        && !group.evidence.contradicts(one.evidence)
}

/// Organisations and places that no list holds, by the core of the name.
fn organisations(all: &[Candidate<'_>], acronyms: &[Acronym<'_>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let core = |one: &Candidate<'_>| (one.kind != Kind::Person).then(|| hash_bytes(name::core(one.slug).0.as_bytes()));
    alike(all, core, |some| {
        let mut cores: Vec<_> = some.iter().map(|(_, i)| (all[*i].kind, name::core(all[*i].slug), *i)).collect();
        cores.sort_unstable_by(|a, b| {
            let order = a.0.cmp(&b.0).then_with(|| a.1.0.cmp(&b.1.0)).then_with(|| all[b.2].mentions.cmp(&all[a.2].mentions));
            order.then_with(|| all[a.2].slug.cmp(all[b.2].slug))
        });
        for same in cores.chunk_by(|a, b| (a.0, &a.1.0) == (b.0, &b.1.0)) {
            one_core(all, same, &mut groups);
        }
    });
    join_acronyms(all, acronyms, &mut groups);
    groups
}

/// Kind, core and legal form of a name, and its index.
type Core = (Kind, (String, usize), usize);

/// Groups the names of one core.
fn one_core(all: &[Candidate<'_>], same: &[Core], groups: &mut Vec<Group>) {
    let first = groups.len();
    let forms = |f: usize| same.iter().any(|(_, (_, form), _)| *form != 0 && *form != f);
    // Two legal forms are two companies; places have none.
    let strict = same[0].0 == Kind::Place || same.iter().any(|(_, (_, form), _)| *form != 0 && forms(*form));
    for (_, (_, form), i) in same.iter().take(MOST) {
        let one = &all[*i];
        let form_of = |m: usize| same.iter().find(|(_, _, k)| *k == m).map(|(_, (_, form), _)| *form);
        let fits = |g: &&mut Group| {
            let strict = strict || one.common || all[g.members[0]].common;
            // What the lists hold twice is two.
            let known = one.listed && g.members.iter().any(|m| all[*m].listed);
            (!strict || form_of(g.members[0]) == Some(*form)) && !known && !g.evidence.contradicts(one.evidence)
        };
        match groups[first..].iter_mut().find(fits) {
            Some(group) => group.join(*i, one),
            None => groups.push(Group::new(*i, one)),
        }
    }
}

/// Takes bare acronyms into the groups of the organisations that define them.
fn join_acronyms(all: &[Candidate<'_>], acronyms: &[Acronym<'_>], groups: &mut Vec<Group>) {
    let mut group_of: HashMap<usize, usize> =
        groups.iter().enumerate().flat_map(|(g, group)| group.members.iter().map(move |m| (*m, g))).collect();
    let mut group = |i: usize, groups: &mut Vec<Group>| {
        *group_of.entry(i).or_insert_with(|| {
            groups.push(Group::new(i, &all[i]));
            groups.len() - 1
        })
    };
    let defined = |(short, one): (usize, &Candidate<'_>)| {
        let at = acronyms.binary_search_by_key(&one.slug, |a| a.slug).ok().filter(|_| one.kind == Kind::Org)?;
        Some((at, short))
    };
    let mut bare: Vec<(usize, usize)> = all.iter().enumerate().filter_map(defined).collect();
    // Not in the order of the documents: each that is taken in adds to what is known of its group.
    bare.sort_unstable();
    for (at, short) in bare {
        let (acronym, one) = (&acronyms[at], &all[short]);
        let known = acronym.owners.iter().filter_map(|number| all.binary_search_by_key(&number, |one| one.number).ok());
        // "TV" of "TV Books" is the beginning of a name and no acronym of it.
        let known = known.filter(|i| all[*i].slug.split('-').all(|word| word != acronym.slug));
        let mut owners: Vec<usize> = known.map(|i| group(i, groups)).collect();
        owners.sort_unstable();
        owners.dedup();
        let ([long], false) = (&owners[..], acronym.owners.is_cut()) else { continue };
        let (long, short) = (*long, group(short, groups));
        let evidence = &groups[long].evidence;
        let fits = evidence.countries.meets(&one.evidence.countries) && !evidence.contradicts(one.evidence);
        if fits && long != short && groups[short].members.len() == 1 {
            let member = groups[short].members.remove(0);
            groups[long].join(member, one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::evidence::{Evidence, Sample};
    use super::{Acronym, Candidate, decide};
    use crate::mention::{Courtesy, Kind};
    use crate::tabulate::cells::List;

    /// Kind, slug, country, role, mentions.
    type Known = (Kind, &'static str, &'static str, &'static str, u64);

    fn evidence(country: &str, role: &str) -> Evidence {
        let country = country.as_bytes().first_chunk::<2>().copied();
        Evidence::of_document(country, List(role.as_bytes()), Courtesy::default())
    }

    /// Pairs of slugs that are joined, whatever the order of the names.
    fn joined(names: &[Known], acronyms: &[(&str, &[&str])]) -> Vec<(&'static str, &'static str)> {
        let number = |slug: &str, names: &[Known]| names.iter().position(|n| n.1 == slug).unwrap() as u32;
        let once = |names: &[Known]| {
            let evidence: Vec<Evidence> = names.iter().map(|n| evidence(n.2, n.3)).collect();
            let candidate = |(i, n): (usize, &Known)| Candidate {
                number: i as u32,
                kind: n.0,
                slug: n.1,
                evidence: &evidence[i],
                mentions: n.4,
                docs: n.4,
                listed: false,
                several: false,
                common: n.1 == "news",
            };
            let all: Vec<Candidate<'_>> = names.iter().enumerate().map(candidate).collect();
            let owners: Vec<(&str, Sample)> = acronyms
                .iter()
                .map(|(slug, owners)| {
                    let mut sample = Sample::default();
                    owners.iter().for_each(|o| sample.add(number(o, names)));
                    (*slug, sample)
                })
                .collect();
            let acronyms: Vec<Acronym<'_>> = owners.iter().map(|(slug, owners)| Acronym { slug, owners }).collect();
            let slug = |number: u32| names[number as usize].1;
            decide(&all, &acronyms).into_iter().map(|(a, b)| (slug(a), slug(b))).collect::<Vec<_>>()
        };
        let (mut turned, first) = (names.to_vec(), once(names));
        for _ in 0..names.len() {
            turned.rotate_left(1);
            assert_eq!(once(&turned), first);
            let back: Vec<Known> = turned.iter().rev().copied().collect();
            assert_eq!(once(&back), first);
        }
        first
    }

    const P: Kind = Kind::Person;
    const O: Kind = Kind::Org;

    #[test]
    fn an_initial_is_the_only_name_that_fits() {
        let (john, j) = ((P, "john-smith", "GB", "", 5), (P, "j-smith", "GB", "", 9));
        assert_eq!(joined(&[john, j], &[]), [("j-smith", "john-smith")]);
        // Another J. Smith, another country, no country at all, another walk of life.
        assert_eq!(joined(&[john, j, (P, "james-smith", "US", "", 1)], &[]), []);
        assert_eq!(joined(&[john, (P, "j-smith", "US", "", 9)], &[]), []);
        assert_eq!(joined(&[john, (P, "j-smith", "", "", 9)], &[]), []);
        assert_eq!(joined(&[(P, "john-smith", "GB", "striker", 5), (P, "j-smith", "GB", "bishop", 9)], &[]), []);
    }

    #[test]
    fn given_names_are_never_guessed() {
        assert_eq!(joined(&[(P, "michael-jackson", "US", "singer", 5), (P, "samuel-jackson", "US", "actor", 5)], &[]), []);
        assert_eq!(joined(&[(P, "michael-jackson", "US", "singer", 5), (P, "m-johnson", "US", "singer", 5)], &[]), []);
    }

    #[test]
    fn a_middle_name_may_be_left_out_unless_two_are_about() {
        let (plain, f) = ((P, "john-smith", "", "", 5), (P, "john-f-smith", "", "", 2));
        let full = (P, "john-fitzgerald-smith", "US", "", 1);
        assert_eq!(joined(&[plain, f], &[]), [("john-f-smith", "john-smith")]);
        assert_eq!(joined(&[plain, full], &[]), []);
        let (plain, f) = ((P, "john-smith", "US", "", 5), (P, "john-f-smith", "US", "", 2));
        assert_eq!(joined(&[plain, f, full], &[]), [("john-f-smith", "john-smith"), ("john-fitzgerald-smith", "john-smith")]);
        assert_eq!(joined(&[plain, f, (P, "john-a-smith", "", "", 1)], &[]), []);
        assert_eq!(joined(&[plain, (P, "john-smith-jr", "", "", 2)], &[]), []);
    }

    #[test]
    fn spellings_are_joined_unless_the_countries_differ() {
        let one = (P, "mohammed-hassan", "EG", "", 5);
        assert_eq!(joined(&[one, (P, "muhammad-hasan", "EG", "", 2)], &[]), [("muhammad-hasan", "mohammed-hassan")]);
        assert_eq!(joined(&[one, (P, "muhammad-hasan", "MY", "", 2)], &[]), []);
    }

    #[test]
    fn a_surname_alone_needs_a_role_and_a_country() {
        let full = (P, "nino-lomidze", "GE", "energy minister", 5);
        assert_eq!(joined(&[full, (P, "lomidze", "GE", "Energy Minister", 2)], &[]), [("lomidze", "nino-lomidze")]);
        assert_eq!(joined(&[full, (P, "lomidze", "GE", "", 2)], &[]), []);
        assert_eq!(joined(&[full, (P, "lomidze", "AM", "Energy Minister", 2)], &[]), []);
        let other = (P, "levan-lomidze", "GE", "", 1);
        assert_eq!(joined(&[full, other, (P, "lomidze", "GE", "Energy Minister", 2)], &[]), []);
    }

    #[test]
    fn companies_lose_their_legal_form_unless_there_are_two() {
        let (bare, inc) = ((O, "hallbrook", "", "", 5), (O, "hallbrook-inc", "", "", 3));
        assert_eq!(joined(&[bare, inc], &[]), [("hallbrook", "hallbrook-inc")]);
        assert_eq!(joined(&[(O, "news", "", "", 5), (O, "news-inc", "", "", 7)], &[]), []);
        assert_eq!(joined(&[bare, inc, (O, "hallbrook-ltd", "", "", 3)], &[]), []);
        assert_eq!(joined(&[(O, "hallbrook", "GB", "", 5), (O, "hallbrook-inc", "US", "", 3)], &[]), []);
    }

    #[test]
    fn an_acronym_is_what_all_documents_define() {
        let (long, short) = ((O, "sudbury-agency-for-road-works", "CA", "", 2), (O, "sarw", "CA", "", 7));
        let other = (O, "sheep-and-ram-wool", "CA", "", 2);
        let own: (&str, &[&str]) = ("sarw", &["sudbury-agency-for-road-works"]);
        assert_eq!(joined(&[long, short], &[own]), [("sarw", "sudbury-agency-for-road-works")]);
        assert_eq!(joined(&[long, short], &[]), []);
        assert_eq!(joined(&[long, (O, "sarw", "KE", "", 7)], &[own]), []);
        assert_eq!(joined(&[long, short, other], &[("sarw", &["sudbury-agency-for-road-works", "sheep-and-ram-wool"])]), []);
    }

    #[test]
    fn mr_and_mrs_are_two() {
        let (mut a, mut b) = (evidence("GB", ""), evidence("GB", ""));
        (a.courtesy, b.courtesy) = (Courtesy::MAN, Courtesy::WOMAN);
        let one = |number, slug, evidence| Candidate {
            number,
            kind: P,
            slug,
            evidence,
            mentions: 3,
            docs: 2,
            listed: false,
            several: false,
            common: false,
        };
        assert_eq!(decide(&[one(0, "chris-smith", &a), one(1, "chris-j-smith", &b)], &[]), []);
        assert_eq!(decide(&[one(0, "chris-smith", &a), one(1, "chris-j-smith", &a)], &[]), [(1, 0)]);
    }
}
