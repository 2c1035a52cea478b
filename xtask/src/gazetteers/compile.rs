//! TSV -> compiled file: joins the lists word by word and name by name, and decides how far each name may be trusted.

use super::Result;
use super::inflect::plural;
use super::places::{city_class, slug};
use super::senses;
use super::tsv::Table;
use factbox::gazetteer::build::{Builder, PlaceRow, Spelling};
use factbox::gazetteer::fold::{folded, name_words, spellings};
use factbox::gazetteer::{List, PlaceClass, Trust, Word, cue};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

const CUES: &[(&str, u32)] = &[
    ("org_head", cue::ORG_HEAD),
    ("title", cue::TITLE),
    ("say", cue::SAY),
    ("place_head", cue::PLACE_HEAD),
    ("norp", cue::NORP),
    ("calendar", cue::CALENDAR),
    ("legal", cue::LEGAL),
    ("place_preposition", cue::PLACE_PREPOSITION),
    ("event", cue::EVENT),
    ("region", cue::REGION),
    ("connector", cue::CONNECTOR),
    ("compass", cue::COMPASS),
];

const CLASSES: &[&str] = &[
    "country",
    "country-variant",
    "admin1",
    "region",
    "capital",
    "city1m",
    "city200k",
    "city50k",
    "city10k",
    "city2k",
    "town",
    "admin2",
    "physical",
];

/// Which lists are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pack {
    /// Those inside the binary.
    Embedded,
    /// All, those below `place/world/` too.
    World,
}

/// Compiles the lists below `root`.
pub fn compile(root: &Path, pack: Pack) -> Result<Vec<u8>> {
    let mut builder = Builder::default();
    words(root, &mut builder)?;
    let trusts = overrides(root)?;
    places(root, pack, &mut builder, &trusts)?;
    norps(root, &mut builder, &trusts)?;
    orgs(root, &mut builder, &trusts)?;
    builder.finish().map_err(|e| e.to_string())
}

#[derive(Default, Clone, Copy)]
struct Facts {
    band: u8,
    given: u8,
    surname: u8,
    pos: u8,
    cues: u32,
    rank: u16,
    sense: u8,
}

fn words(root: &Path, builder: &mut Builder) -> Result<()> {
    let mut facts: BTreeMap<String, Facts> = BTreeMap::new();
    for row in Table::read(&root.join("common/words.tsv"))?.rows() {
        let entry = facts.entry(folded(row("word"))).or_default();
        entry.band = row("band").parse().unwrap_or(5);
        entry.sense = senses::number(row("sense"));
        entry.rank = row("rank").parse().unwrap_or(0);
        for letter in row("pos").chars() {
            entry.pos |= match letter {
                'n' => Word::NOUN,
                'v' => Word::VERB,
                'a' => Word::ADJECTIVE,
                'r' => Word::ADVERB,
                'c' => Word::CLOSED,
                'i' => Word::INFLECTED,
                'N' => Word::MOSTLY_NOUN,
                'V' => Word::MOSTLY_VERB,
                _ => 0,
            };
        }
    }
    for row in Table::read(&root.join("person/given.tsv"))?.rows() {
        facts.entry(folded(row("name"))).or_default().given = row("band").parse().unwrap_or(0);
    }
    for row in Table::read(&root.join("person/surname.tsv"))?.rows() {
        facts.entry(folded(row("name"))).or_default().surname = row("band").parse().unwrap_or(0);
    }
    for (file, bit) in CUES {
        for row in Table::read(&root.join(format!("cue/{file}.tsv")))?.rows() {
            facts.entry(folded(row("word"))).or_default().cues |= bit;
        }
    }
    for (word, f) in &facts {
        builder.word(word, Word::pack(f.band, f.given, f.surname, f.pos, f.cues, f.rank, f.sense));
    }
    Ok(())
}

/// Trust set by hand: (list, folded name) -> trust; `drop` removes the name from the list.
type Overrides = HashMap<(String, String), Option<Trust>>;

fn overrides(root: &Path) -> Result<Overrides> {
    let mut out = Overrides::new();
    for row in Table::read(&root.join("common/trust.tsv"))?.rows() {
        let trust = match row("trust") {
            "sure" => Some(Trust::Sure),
            "ambiguous" => Some(Trust::Ambiguous),
            "common" => Some(Trust::Common),
            "never-alone" => Some(Trust::NeverAlone),
            "drop" => None,
            other => return Err(format!("common/trust.tsv: no such trust: {other}")),
        };
        out.insert((row("list").into(), folded(row("name"))), trust);
    }
    Ok(out)
}

/// How a short name in capitals must be written.
fn spelling(name: &str, builder: &Builder) -> Spelling {
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let small = name.chars().any(char::is_lowercase);
    let acronym = !name.contains(' ') && (!small || letters <= 4 && capitals >= 2);
    let bits = builder.bits(name);
    let other_word = bits.band() > 0 || bits.given() > 1;
    Spelling { exact: acronym && (letters <= 3 || letters <= 5 && other_word), dot: false }
}

/// Trust of a name without a hand-set one.
fn trust(name: &str, builder: &Builder, important: bool) -> Trust {
    let mut words = name_words(name);
    let (Some(word), true) = (words.pop(), words.is_empty()) else { return Trust::Sure };
    let facts = builder.bits(&word);
    let written_large = spelling(name, builder).exact;
    if facts.band() > 0 && !written_large {
        return if important { Trust::Ambiguous } else { Trust::Common };
    }
    if facts.given() >= 3 || facts.surname() >= 3 { Trust::Ambiguous } else { Trust::Sure }
}

fn chosen(list: &str, name: &str, trusts: &Overrides, otherwise: Trust) -> Option<Trust> {
    trusts.get(&(list.into(), folded(name))).copied().unwrap_or(Some(otherwise))
}

/// Lists of places, strongest first: of two rows with one id the first counts.
const PLACES: &[&str] =
    &["countries", "admin1", "regions", "physical", "cities", "admin2", "lakes", "airports", "nature", "human", "wordnet"];
const WORLD: &[&str] = &["world/cities", "world/admin2"];

/// Numbers of the places so far.
#[derive(Default)]
struct Numbers {
    ids: HashMap<String, u32>,
    /// Countries and first-level divisions by name and country.
    divisions: HashMap<(String, String), u32>,
}

fn places(root: &Path, pack: Pack, builder: &mut Builder, trusts: &Overrides) -> Result<()> {
    let mut points: HashMap<String, (f32, f32)> = HashMap::new();
    for row in Table::read(&root.join("place/points.tsv"))?.rows() {
        points.insert(row("id").into(), (row("lat").parse().unwrap_or(0.0), row("lon").parse().unwrap_or(0.0)));
    }
    let mut numbers = Numbers::default();
    let world = if pack == Pack::World { WORLD } else { &[] };
    for file in PLACES.iter().chain(world) {
        for row in Table::read(&root.join(format!("place/{file}.tsv")))?.rows() {
            place(file, &row, &points, &mut numbers, builder, trusts)?;
        }
    }
    if pack == Pack::World {
        more_names(root, &numbers.ids, builder, trusts)?;
    }
    aliases(root, &numbers.ids, builder, trusts)
}

/// One row of a list with all its names.
fn place<'a>(
    file: &str,
    row: &impl Fn(&str) -> &'a str,
    points: &HashMap<String, (f32, f32)>,
    numbers: &mut Numbers,
    builder: &mut Builder,
    trusts: &Overrides,
) -> Result<()> {
    let id = place_id(row);
    if numbers.ids.contains_key(&id) || matches!(file, "wordnet" | "lakes") && builder.has_name(row("name")) {
        return Ok(());
    }
    // A region that is a country's division as well (Sicily, Bali) only lends its names to it.
    let key = (folded(row("name")), row("country").to_string());
    if let (Some(number), "regions" | "physical") = (numbers.divisions.get(&key), file) {
        for name in row("aliases").split('|').filter(|n| !n.is_empty()) {
            place_name(builder, trusts, name, *number, PlaceClass::Region as u8, 0, true);
        }
        numbers.ids.insert(id, *number);
        return Ok(());
    }
    let place = place_row(&id, row, points)?;
    let (class, population) = (place.class, place.population);
    let number = builder.place(place);
    numbers.ids.insert(id, number);
    let names = || std::iter::once(row("name")).chain(row("aliases").split('|')).filter(|n| !n.is_empty());
    if matches!(file, "countries" | "admin1") {
        numbers.divisions.extend(names().map(|n| ((folded(n), row("country").to_string()), number)));
    }
    for (i, name) in names().enumerate() {
        place_name(builder, trusts, name, number, class, population, i > 0);
    }
    Ok(())
}

/// More spellings of places of the embedded lists, for the world pack.
fn more_names(root: &Path, ids: &HashMap<String, u32>, builder: &mut Builder, trusts: &Overrides) -> Result<()> {
    for row in Table::read(&root.join("place/world/names.tsv"))?.rows() {
        let Some(number) = ids.get(&place_id(&row)) else { continue };
        for name in row("aliases").split('|').filter(|n| !n.is_empty()) {
            place_name(builder, trusts, name, *number, PlaceClass::Town as u8, 0, true);
        }
    }
    Ok(())
}

/// Names and abbreviations written by hand.
fn aliases(root: &Path, ids: &HashMap<String, u32>, builder: &mut Builder, trusts: &Overrides) -> Result<()> {
    for row in Table::read(&root.join("place/aliases.tsv"))?.rows() {
        let name = row("name");
        let Some(number) = ids.get(row("id")) else { return Err(format!("place/aliases.tsv: no place {}", row("id"))) };
        let exact = spelling(name, builder).exact;
        let (trust, spelling) = match row("how") {
            "dot" => (Trust::NeverAlone, Spelling { exact: false, dot: true }),
            "code" => (Trust::NeverAlone, Spelling { exact: true, dot: false }),
            _ => (trust(name, builder, true), Spelling { exact, dot: false }),
        };
        if let Some(trust) = chosen("place", name, trusts, trust) {
            builder.place_name(name, *number, trust, spelling);
        }
    }
    Ok(())
}

/// The id of a row of `place/`; where the list gives none it is made from the name.
pub fn place_id<'a>(row: &impl Fn(&str) -> &'a str) -> String {
    match (row("id"), row("geonames_id")) {
        ("", "") => format!("region:{}", slug(row("name"))),
        ("", number) => format!("geonames:{number}"),
        (id, _) => id.into(),
    }
}

/// Class and subtype; the lists of towns and of second-level divisions leave them to the feature code.
fn class_and_subtype<'a>(row: &impl Fn(&str) -> &'a str) -> (&'a str, &'a str) {
    match (row("class"), row("feature_code")) {
        ("", "ADM2") => ("admin2", "admin2"),
        ("", "PPLX") => (city_class("PPLX", row("population").parse().unwrap_or(0)), "district"),
        ("", code) => (city_class(code, row("population").parse().unwrap_or(0)), "city"),
        (class, _) => (class, row("subtype")),
    }
}

fn place_row<'a>(id: &str, row: &impl Fn(&str) -> &'a str, points: &HashMap<String, (f32, f32)>) -> Result<PlaceRow> {
    let (class, subtype) = class_and_subtype(row);
    let class = CLASSES.iter().position(|c| *c == class).ok_or(format!("{id}: no such class: {class}"))?;
    let number = |column| row(column).parse::<f32>().unwrap_or(f32::NAN);
    let (lat, lon) = points.get(id).copied().unwrap_or((number("lat"), number("lon")));
    Ok(PlaceRow {
        id: id.into(),
        name: row("name").into(),
        class: class as u8,
        subtype: subtype.into(),
        country: row("country").into(),
        admin1: row("admin1").into(),
        lat,
        lon,
        population: row("population").parse().unwrap_or(0),
        feature_code: row("feature_code").into(),
        geonames_id: row("geonames_id").parse().unwrap_or(0),
    })
}

fn place_name(builder: &mut Builder, trusts: &Overrides, name: &str, place: u32, class: u8, population: u32, alias: bool) {
    let class = PlaceClass::of(class);
    let important = matches!(class, PlaceClass::Country | PlaceClass::Admin1 | PlaceClass::Region) || population >= 2_000_000;
    let mut trust = trust(name, builder, important);
    let bits = builder.bits(name);
    if !important && population < 50_000 && trust == Trust::Common {
        trust = Trust::NeverAlone;
    }
    if !important && population < 20_000 && trust == Trust::Sure && (bits.given() >= 2 || bits.surname() >= 2) {
        trust = Trust::Ambiguous;
    }
    // An alias of a place that is an ordinary word does more harm than good.
    if alias && !important && bits.band() > 0 {
        return;
    }
    if let Some(trust) = chosen("place", name, trusts, trust) {
        for name in variants(name) {
            builder.place_name(&name, place, trust, spelling(&name, builder));
        }
    }
}

/// The name's spellings, and the name without apostrophes.
fn variants(name: &str) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = spellings(name).into_iter().collect();
    if name.contains(['\'', '’']) && !name.contains("'s") && !name.contains("’s") {
        out.insert(name.replace(['\'', '’'], ""));
    }
    out
}

fn norps(root: &Path, builder: &mut Builder, trusts: &Overrides) -> Result<()> {
    let mut nationalities = Vec::new();
    for file in ["known", "nationalities", "peoples", "ethnic", "languages", "inhabitants"] {
        for row in Table::read(&root.join(format!("norp/{file}.tsv")))?.rows() {
            let (name, subtype) = (row("name"), row("subtype"));
            let entry = builder.entry(List::Norp, name, subtype, row("country"));
            let mut forms: BTreeSet<String> =
                std::iter::once(name).chain(row("forms").split('|')).filter(|f| !f.is_empty()).map(String::from).collect();
            if subtype != "language" {
                forms = forms.iter().flat_map(|f| plurals(f)).collect();
            }
            if matches!(subtype, "nationality" | "regional") && !name.contains([' ', '-']) {
                nationalities.push((name.to_string(), row("country").to_string()));
            }
            for form in forms {
                let trust = match trust(&form, builder, false) {
                    // Most lists of words hold demonyms in lower case now and then; that makes them no ordinary words.
                    Trust::Common if builder.bits(&form).band() >= 4 => Trust::Ambiguous,
                    other => other,
                };
                if let Some(trust) = chosen("norp", &form, trusts, trust) {
                    builder.entry_name(List::Norp, &form, entry, trust, spelling(&form, builder));
                }
            }
        }
    }
    for (name, country) in nationalities {
        for compass in ["North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western"] {
            let full = format!("{compass} {name}");
            if !builder.has_name(&full) {
                let entry = builder.entry(List::Norp, &full, "regional", if name == "American" { "" } else { &country });
                for form in plurals(&full) {
                    builder.entry_name(List::Norp, &form, entry, Trust::Sure, Spelling::default());
                }
            }
        }
    }
    Ok(())
}

/// A demonym with its plural: `Germans`, `Frenchwomen`, but `Chinese`, `Swiss`.
fn plurals(form: &str) -> Vec<String> {
    let mut out = vec![form.to_string()];
    if let Some(stem) =
        form.strip_suffix("man").filter(|s| !matches!(*s, "Ger" | "Ro" | "Turk" | "Otto" | "Nor" | "O") && !s.is_empty())
    {
        out.extend([format!("{stem}men"), format!("{stem}woman"), format!("{stem}women")]);
    } else if !["s", "ese", "ish", "ch", "x", "men", "women", "sh"].iter().any(|e| form.ends_with(e)) && form.chars().count() > 2
    {
        out.push(if form.ends_with('i') || form.ends_with('o') { format!("{form}s") } else { plural(form) });
    }
    out
}

fn orgs(root: &Path, builder: &mut Builder, trusts: &Overrides) -> Result<()> {
    for file in ["known", "more", "companies", "parties", "sport", "bodies", "civil", "business"] {
        for row in Table::read(&root.join(format!("org/{file}.tsv")))?.rows() {
            let entry = builder.entry(List::Org, row("name"), row("subtype"), row("country"));
            for name in std::iter::once(row("name")).chain(row("aliases").split('|')).filter(|n| !n.is_empty()) {
                let mut trust = trust(name, builder, false);
                // Party and company lists hold many a name that is a person's or a place's first of all.
                if trust == Trust::Sure && name_words(name).len() == 1 && builder.has_name(name) {
                    trust = Trust::Ambiguous;
                }
                if file != "known" && trust == Trust::Common && builder.bits(name).band() <= 4 {
                    trust = Trust::NeverAlone;
                }
                if let Some(trust) = chosen("org", name, trusts, trust) {
                    builder.entry_name(List::Org, name, entry, trust, spelling(name, builder));
                }
            }
        }
    }
    Ok(())
}
