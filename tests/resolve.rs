//! What stage 5 makes of whole documents: aliases, ambiguous places, places of figures, nested rows.

use factbox::config::Ambiguity;
use factbox::mention::{Kind, Mention};
use factbox::{Config, Document, Extraction, Extractor, Scratch};

fn extract(text: &str, config: Config) -> Extraction {
    let document = Document { text: text.to_string(), ..Document::default() };
    let mut found = Extraction::default();
    Extractor::new(config).extract(&document, &mut Scratch::default(), &mut found);
    found
}

/// Surface, kind and entity of each name, in text order.
fn names<'a>(text: &'a str, found: &Extraction) -> Vec<(&'a str, Kind, String)> {
    let entity = |m: &Mention| Some(found.facts.entities[m.entity? as usize].name.of(&found.facts.pool).to_string());
    found.facts.mentions.iter().filter_map(|m| Some((m.span.of(text), m.kind, entity(m)?))).collect()
}

/// Name of the place of each figure, with how it was found.
fn places(text: &str) -> Vec<Option<(String, &'static str)>> {
    let facts = extract(text, Config::default()).facts;
    let name = |e: u32| facts.entities[e as usize].name.of(&facts.pool).to_string();
    facts.figures.iter().map(|f| f.place.map(|(e, how)| (name(e), how))).collect()
}

#[test]
fn titles_tell_two_people_of_one_surname_apart() {
    let text = "The court heard Mr Peter Harlow and his sister, Mrs Ellen Harlow, on Monday.\n\n\
                Mr Harlow said the barn was empty. Mrs Harlow said it was not. Mr Harlow left early.\n";
    let found = extract(text, Config::default());
    let people: Vec<String> = names(text, &found).into_iter().filter(|n| n.1 == Kind::Person).map(|n| n.2).collect();
    assert_eq!(people, ["Peter Harlow", "Ellen Harlow", "Peter Harlow", "Ellen Harlow", "Peter Harlow"]);
}

#[test]
fn without_a_title_the_latest_is_meant() {
    let text = "Peter Harlow met Ellen Harlow in Leeds on Monday.\n\nHarlow said that the barn was empty.\n";
    let found = extract(text, Config::default());
    let people: Vec<String> = names(text, &found).into_iter().filter(|n| n.1 == Kind::Person).map(|n| n.2).collect();
    assert_eq!(people, ["Peter Harlow", "Ellen Harlow", "Ellen Harlow"]);
}

#[test]
fn an_acronym_is_what_the_article_defines() {
    let text = "The Sudbury Agency for Road Works (SARW) closed two bridges on Monday.\n\nSARW said the bridges would open in May. \
                Drivers in Leeds blamed SARW.\n";
    let found = extract(text, Config::default());
    let short: Vec<_> = names(text, &found).into_iter().filter(|n| n.0 == "SARW").collect();
    assert_eq!(short.len(), 3, "{short:?}");
    for (_, kind, entity) in short {
        assert_eq!((kind, entity.as_str()), (Kind::Org, "Sudbury Agency for Road Works"));
    }
}

#[test]
fn dropping_leaves_no_row_without_a_winner() {
    let text = "A bus with 40 people left Springfield on Monday. It came back to Springfield with 12 people.\n";
    let top = extract(text, Config::default());
    assert!(names(text, &top).iter().any(|n| n.0 == "Springfield"), "{:?}", names(text, &top));
    let found = extract(text, Config { ambiguity: Ambiguity::Drop, ..Config::default() });
    assert_eq!(names(text, &found), []);
    assert!(found.facts.figures.len() >= 2 && found.facts.figures.iter().all(|f| f.place.is_none()));
    // A place that the document tells stays, and so does one that no list holds.
    let text = "The bus left Springfield, Illinois, on Monday.\n";
    let found = extract(text, Config { ambiguity: Ambiguity::Drop, ..Config::default() });
    assert!(names(text, &found).iter().any(|n| n.0 == "Springfield"));
}

#[test]
fn all_alternatives_are_told_when_asked_for() {
    let text = "A bus with 40 people left Springfield on Monday.\n";
    let alternatives = |ambiguity| {
        let found = extract(text, Config { ambiguity, ..Config::default() });
        let entity = found.facts.entities.iter().find(|e| e.name.of(&found.facts.pool) == "Springfield").copied().unwrap();
        assert!(entity.ambiguity > 6, "{entity:?}");
        let ids = entity.alternatives.of(&found.facts.pool).split('|').map(str::to_string);
        (ids.collect::<Vec<_>>(), entity.ambiguity as usize)
    };
    let (top, _) = alternatives(Ambiguity::Top);
    let (all, candidates) = alternatives(Ambiguity::All);
    assert!(!top[0].is_empty() && top.len() <= 5 && all.starts_with(&top), "{top:?} {all:?}");
    // All but the one that was taken, none of them twice.
    assert_eq!(all.len() + 1, candidates);
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
}

#[test]
fn a_document_is_about_the_country_of_most_of_its_names() {
    let focus = |text| extract(text, Config::default()).facts.focus.map(|c| String::from_utf8(c.to_vec()).unwrap());
    let text =
        "Kenya closed two bridges near Nakuru on Monday. Kenyan officials in Nairobi said traders from Uganda would wait.\n";
    assert_eq!(focus(text).as_deref(), Some("KE"));
    // A nationality alone tells it; two countries side by side do not, nor does a text without any.
    assert_eq!(focus("Portuguese farmers sold less milk. Most Portuguese villages have one shop.\n").as_deref(), Some("PT"));
    assert_eq!(focus("Peru and Chile signed the treaty.\n"), None);
    assert_eq!(focus("Farmers sold less milk.\n"), None);
}

#[test]
fn a_nationality_has_its_country() {
    let text = "Portuguese farmers met Ghanaians and a Scottish baker.\n";
    let facts = extract(text, Config::default()).facts;
    let countries: Vec<_> = facts.entities.iter().map(|e| (e.name.of(&facts.pool), e.country.of(&facts.pool))).collect();
    assert_eq!(countries, [("Portuguese", "PT"), ("Ghanaian", "GH"), ("Scottish", "GB")]);
    let found = extract(text, Config { nested: true, ..Config::default() });
    let places: Vec<_> = found.facts.mentions.iter().filter(|m| m.nested).map(|m| (m.span.of(text), m.kind)).collect();
    assert_eq!(places, [("Portuguese", Kind::Place), ("Ghanaians", Kind::Place), ("Scottish", Kind::Place)]);
}

#[test]
fn a_figure_holds_where_its_clause_says() {
    let place = |text| places(text).into_iter().next().unwrap().map(|(name, _)| name);
    assert_eq!(place("Kenya's health ministry said 40 people fell ill in Uganda."), Some("Uganda".to_string()));
    assert_eq!(place("Kenya's health ministry said 40 people fell ill."), None);
    assert_eq!(
        place("Floods killed 40 people after the river rose in Nepal, while India closed a dam."),
        Some("Nepal".to_string())
    );
}

#[test]
fn the_items_of_a_list_are_not_where_it_was_counted() {
    let text = "LAGOS, Nigeria - The treaty was signed by 4 countries: Mexico, Chad, Peru and Slovenia.\n\nOfficials in Lagos were glad.\n";
    assert_eq!(places(text), [None]);
}

#[test]
fn nested_rows_are_in_text_order_and_unique() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut nested = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let found = extract(&text, Config { nested: true, ..Config::default() });
        let key = |m: &Mention| (m.span.start, std::cmp::Reverse(m.span.end), m.nested, m.kind);
        let keys: Vec<_> = found.facts.mentions.iter().map(key).collect();
        assert!(keys.windows(2).all(|k| k[0] < k[1]), "{keys:?}");
        nested += found.facts.mentions.iter().filter(|m| m.nested).count();
    }
    assert!(nested > 10);
}

/// Rows of a table that the binary writes for the articles of the repository.
fn rows(folder: &std::path::Path, table: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_path(folder.join(format!("{table}.csv"))).unwrap().deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn kinds_and_confidence_are_honoured_in_all_tables() {
    for (choice, least) in [(["--types", "FIGURE"], 0.0), (["--min-confidence", "0.9"], 0.9), (["--ambiguity", "drop"], 0.0)] {
        let out = tempfile::tempdir().unwrap();
        let articles = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_factbox"));
        let done = command.arg("extract").arg(articles).args(["--quiet", "-o"]).arg(out.path()).args(choice).output().unwrap();
        assert!(done.status.success());
        let (mentions, figures) = (rows(out.path(), "mentions"), rows(out.path(), "figures"));
        let entities: std::collections::BTreeSet<_> =
            rows(out.path(), "entities").into_iter().map(|mut e| e.remove("entity_id").unwrap()).collect();
        assert!(!figures.is_empty());
        if choice[1] == "FIGURE" {
            assert!(mentions.iter().all(|m| m["type"] == "FIGURE") && rows(out.path(), "dates").is_empty());
        }
        for row in rows(out.path(), "documents") {
            let id = &row["dateline_place_id"];
            assert!(id.is_empty() || entities.contains(id), "{choice:?}: dateline_place_id {id}");
        }
        for row in mentions.iter().chain(&figures).chain(&rows(out.path(), "dates")) {
            assert!(row["confidence"].parse::<f64>().unwrap() >= least, "{row:?}");
            for column in ["entity_id", "place_entity_id", "attributed_to"] {
                let id = row.get(column).map_or("", |id| id.as_str());
                assert!(id.is_empty() || entities.contains(id), "{choice:?}: {column} {id}");
            }
        }
    }
}

#[test]
fn what_speaks_for_a_place_adds_up_to_the_choice() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let (extractor, mut scratch, mut found, mut seen) =
        (Extractor::new(Config::default()), Scratch::default(), Extraction::default(), 0);
    for file in std::fs::read_dir(folder).unwrap() {
        let document = Document { text: std::fs::read_to_string(file.unwrap().path()).unwrap(), ..Document::default() };
        extractor.extract(&document, &mut scratch, &mut found);
        for m in found.facts.mentions.iter().filter(|m| m.kind == Kind::Place) {
            let places = extractor.explain(&document, &mut scratch, &found, m.tokens).places;
            let entity = &found.facts.entities[m.entity.unwrap() as usize];
            let surface = m.span.of(&document.text);
            assert!(places.windows(2).all(|pair| pair[0].score() >= pair[1].score()), "{surface}");
            assert_eq!(places.len() as u32, entity.ambiguity, "{surface}");
            if let [best, rest @ ..] = places.as_slice() {
                let tie = rest.first().is_some_and(|second| best.score() - second.score() < 1e-4);
                assert!(tie || Some(best.id) == entity.place, "{surface}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen}");
    let text = "The mayor of Springfield, Ohio, resigned on Monday.";
    let document = Document { text: text.to_string(), ..Document::default() };
    extractor.extract(&document, &mut scratch, &mut found);
    let springfield = found.facts.mentions.iter().find(|m| m.span.of(text) == "Springfield").unwrap();
    let places = extractor.explain(&document, &mut scratch, &found, springfield.tokens).places;
    let best = places.first().unwrap();
    assert_eq!((extractor.gazetteer().place(best.id).admin1, best.here), ("OH", 5.0));
}
