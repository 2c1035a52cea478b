//! Given names and surnames with bands 1-4 and where they are used, from census counts, from name lists by country and from groups of
//! spellings.

use super::raw::Raw;
use super::{Result, tsv};
use factbox::gazetteer::fold::folded;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Default)]
struct Evidence {
    /// Band that counts of people give.
    counted: u8,
    /// Languages whose lists hold the name.
    languages: BTreeSet<String>,
    /// Where the name is used: a country's code in capitals, a language's where the source names no country.
    regions: BTreeSet<String>,
}

impl Evidence {
    fn band(&self) -> u8 {
        let listed = match self.languages.len() {
            0 => 0,
            1 => 2,
            2 | 3 => 3,
            _ => 4,
        };
        self.counted.max(listed)
    }

    /// The regions as the list holds them: a name of half the world is not the place to name each country.
    fn regions(&self) -> String {
        let mut out = self.regions.iter().take(MOST_REGIONS).map(String::as_str).collect::<Vec<_>>();
        if self.regions.len() > MOST_REGIONS {
            out.push("*");
        }
        out.join("|")
    }
}

/// Regions named before `*` stands for all others.
const MOST_REGIONS: usize = 8;

/// Languages that one country stands for where a source names a language only; all others (`ar`, `en`, `sw`) stay languages.
const HOMES: &str = "az:AZ cs:CZ da:DK de:DE el:GR es:ES et:EE fa:IR fi:FI fr:FR hr:HR hu:HU in:IN is:IS it:IT ja:JP kk:KZ ko:KR nl:NL \
                     no:NO pl:PL pt:PT ru:RU sk:SK sv:SE tr:TR uk:UA zh:CN";

/// The region that a source's locale (`az_AZ`, `pt-br`, `tr`) tells.
fn region(locale: &str) -> String {
    match locale.split_once(['_', '-']) {
        Some((_, "QC")) => "CA".into(),
        Some((_, country)) => country.to_uppercase(),
        None => {
            let home = HOMES.split_whitespace().find_map(|h| h.strip_prefix(locale)?.strip_prefix(':'));
            home.unwrap_or(locale).into()
        }
    }
}

#[derive(Default)]
struct Names(BTreeMap<String, Evidence>);

impl Names {
    fn entry(&mut self, name: &str) -> Option<&mut Evidence> {
        let name = folded(&latin(name));
        let good =
            name.len() > 1 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') && name.starts_with(|c: char| c != '\'');
        good.then(|| self.0.entry(name).or_default())
    }

    fn listed(&mut self, name: &str, locale: &str) {
        // A name that only ever comes in a longer one is no word of its own.
        if name.contains(' ') || name.contains('-') {
            return;
        }
        if let Some(e) = self.entry(name) {
            e.languages.insert(locale.split(['_', '-']).next().unwrap_or(locale).into());
            e.regions.insert(region(locale));
        }
    }

    fn counted(&mut self, name: &str, band: u8) {
        if let Some(e) = self.entry(name).filter(|_| band > 0) {
            e.counted = e.counted.max(band);
            e.regions.insert("US".into());
        }
    }

    /// Adds the spellings that stand in one group with a known name. They are no better known than the least known name of their groups,
    /// and used where the known names are.
    fn spelt(&mut self, groups: &str, bands: &BTreeMap<String, u8>) {
        let mut found: BTreeMap<String, Evidence> = BTreeMap::new();
        for group in groups.lines().filter_map(|l| l.split_once("=>")) {
            let spellings: BTreeSet<String> = group.0.split(',').map(|s| folded(s.trim())).collect();
            let known: Vec<&Evidence> = spellings.iter().filter_map(|s| self.0.get(s)).filter(|e| e.band() > 1).collect();
            let Some(least) = known.iter().map(|e| e.band()).min() else { continue };
            // Two letters are initials and particles more often than names.
            let word = |s: &&String| s.len() > 2 && s.bytes().all(|b| b.is_ascii_lowercase());
            let ordinary = |s: &str| bands.get(s).is_some_and(|b| *b <= 3);
            for spelling in spellings.iter().filter(word).filter(|s| !self.0.contains_key(*s) && !ordinary(s)) {
                let e = found.entry(spelling.clone()).or_default();
                e.counted = e.counted.max(least.min(3));
                e.regions.extend(known.iter().flat_map(|k| k.regions.iter().cloned()));
            }
        }
        self.0.extend(found);
    }
}

/// Writes `person/given.tsv` and `person/surname.tsv`.
pub fn write(raw: &Raw, root: &Path) -> Result<()> {
    let (mut given, mut surnames) = (Names::default(), Names::default());
    counted(raw, &mut given, &mut surnames)?;
    listed(raw, &mut given, &mut surnames)?;
    let common = tsv::Table::read(&root.join("common/words.tsv"))?;
    let bands: BTreeMap<String, u8> = common.rows().map(|r| (r("word").into(), r("band").parse().unwrap_or(5))).collect();
    let groups = raw.text("names/rigour_persons/persons.txt.gz")?;
    for (mut names, file) in [(given, "person/given.tsv"), (surnames, "person/surname.tsv")] {
        names.spelt(&groups, &bands);
        let rows = names.0.iter().filter_map(|(name, e)| {
            // Very common words are names now and then ("Will", "May"): their band says so.
            let most = match bands.get(name) {
                Some(1) => 1,
                Some(2) => e.counted.clamp(2, 4) - 1,
                Some(3) if e.counted < 3 => 2,
                _ => 4,
            };
            let band = e.band().min(most);
            // The lowest band buys nothing (measured), except where it marks an ordinary word as a name now and then.
            (band > 1 || band == 1 && most == 1).then(|| format!("{name}\t{band}\t{}", e.regions()))
        });
        tsv::write(&root.join(file), "name\tband\tregions", rows)?;
    }
    Ok(())
}

fn counted(raw: &Raw, given: &mut Names, surnames: &mut Names) -> Result<()> {
    let mut births: BTreeMap<String, u64> = BTreeMap::new();
    for line in raw.text("names/us_ssa_babynames/ssa_firstnames.tsv.gz")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        *births.entry(fields[0].into()).or_default() += fields[2].parse::<u64>().unwrap_or(0);
    }
    for (name, births) in births {
        given.counted(&name, step(births as f64, [1_000.0, 5_000.0, 50_000.0, 400_000.0]));
    }
    for file in ["dist.male.first.txt", "dist.female.first.txt"] {
        census(&raw.text(&format!("names/us_census_surnames/{file}"))?, [0.001, 0.004, 0.02, 0.1], given);
    }
    census(&raw.text("names/us_census_surnames/dist.all.last.txt")?, [0.001, 0.0015, 0.01, 0.04], surnames);
    Ok(())
}

fn step(value: f64, steps: [f64; 4]) -> u8 {
    steps.iter().filter(|s| value >= **s).count() as u8
}

fn census(text: &str, steps: [f64; 4], names: &mut Names) {
    for line in text.lines() {
        let mut fields = line.split_whitespace();
        if let (Some(name), Some(share)) = (fields.next(), fields.next()) {
            names.counted(name, step(share.parse().unwrap_or(0.0), steps));
        }
    }
}

fn listed(raw: &Raw, given: &mut Names, surnames: &mut Names) -> Result<()> {
    for line in raw.text("names/faker_names/faker_names.tsv")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [locale, kind, name] = fields[..] else { continue };
        if kind.contains("first") {
            given.listed(name, locale);
        } else if kind.contains("last") {
            surnames.listed(name, locale);
        }
    }
    for line in raw.text("names/mimesis_names/mimesis_person.tsv")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [locale, kind, name] = fields[..] else { continue };
        if kind.starts_with("names") {
            given.listed(name, locale);
        } else if kind.starts_with("surnames") {
            surnames.listed(name, locale);
        }
    }
    let small = |file: &str| raw.text(&format!("names/small_registry_lists/{file}"));
    for file in ["indian_first.female.names.txt", "indian_first.male.names.txt"] {
        small(file)?.lines().skip(1).for_each(|l| given.listed(l.trim(), "in"));
    }
    small("indian_last.names.txt")?.lines().skip(1).for_each(|l| surnames.listed(l.trim(), "in"));
    small("turkish_isimler.csv")?.lines().skip(1).for_each(|l| given.listed(l.split(',').next().unwrap_or(""), "tr"));
    small("turkish_soyisimler.txt")?.lines().for_each(|l| surnames.listed(l.trim(), "tr"));
    let romaji = |line: &str| line.split(',').nth(1).unwrap_or("").to_string();
    for file in ["japanese_first_name_man_org.csv.gz", "japanese_first_name_woman_org.csv.gz"] {
        small(file)?.lines().for_each(|l| given.listed(&romaji(l), "ja"));
    }
    small("japanese_last_name_org.csv.gz")?.lines().for_each(|l| surnames.listed(&romaji(l), "ja"));
    Ok(())
}

/// Cyrillic, Greek, Georgian and Armenian letters as newspapers write them in Latin script.
fn latin(name: &str) -> String {
    let mut out = String::new();
    let name = name.to_lowercase();
    let name = name.strip_suffix("ий").map_or(name.clone(), |stem| format!("{stem}y"));
    for c in name.chars() {
        match SCRIPTS.iter().find_map(|(from, to)| from.chars().position(|f| f == c).and_then(|i| to.split(' ').nth(i))) {
            Some("-") => {}
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
    }
    out
}

const SCRIPTS: &[(&str, &str)] = &[
    (
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџѓќ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g u j lj nj c dj dz gj kj",
    ),
    ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", "a v g d e z i th i k l m n x o p r s s t y f ch ps o a e i i o y o i y i y"),
    ("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"),
    (
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev",
    ),
];
