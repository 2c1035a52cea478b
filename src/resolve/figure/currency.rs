//! "50 pesos" -> whose: the country of the article that has such a currency and is named most often.
//!
//! "300 Norwegian crowns" names its country itself and is read in `tag::figure`. Where no country of the article has such a currency,
//! the code stays empty.

use crate::gazetteer::{List, PlaceClass};
use crate::mention::Pooled;
use crate::tag::Context;
use crate::tag::figure::vocabulary::{Unit, VOCABULARY};
use crate::value::{FigureKind, FigureValue};

/// Fills `unit` and `unit_name` of sums whose currency has but a common noun.
pub(super) fn fill(cx: &Context<'_>, figures: &mut [FigureValue], pool: &mut String) {
    for figure in figures {
        if figure.kind != FigureKind::Money || !figure.unit.is_empty() {
            continue;
        }
        let Some(unit) = of_article(cx, figure.unit_name.of(pool)) else { continue };
        figure.unit = Pooled::put(pool, unit.code);
        figure.unit_name = Pooled::put(pool, unit.name);
    }
}

/// The currency called `noun` of the country that the article names most often; the first named wins a tie.
fn of_article(cx: &Context<'_>, noun: &str) -> Option<&'static Unit> {
    let currencies = VOCABULARY.units.iter().filter(|u| u.kind == FigureKind::Money && u.code.len() == 3 && called(u.name, noun));
    let mut best: Option<(usize, &Unit)> = None;
    for unit in currencies {
        // ISO 4217 begins with the country's ISO 3166 code: CLP is the peso of CL.
        let times = cx.hits.iter().filter(|hit| country(cx, hit).is_some_and(|c| unit.code.starts_with(c))).count();
        if times > 0 && best.is_none_or(|(most, _)| times > most) {
            best = Some((times, unit));
        }
    }
    best.map(|(_, unit)| unit)
}

fn country<'a>(cx: &Context<'a>, hit: &crate::gazetteer::Hit) -> Option<&'a str> {
    let code = match hit.list {
        List::Norp => cx.gazetteer.norp(hit.entry).country,
        List::Place if matches!(PlaceClass::of(hit.class), PlaceClass::Country | PlaceClass::Capital | PlaceClass::City1M) => {
            cx.gazetteer.places(hit.entry).next().map_or("", |id| cx.gazetteer.place(id).country)
        }
        _ => "",
    };
    (code.len() == 2).then_some(code)
}

/// "Norwegian krone" goes by "crown" too.
fn called(name: &str, noun: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    last == noun || noun == "crown" && matches!(last, "krone" | "krona" | "koruna" | "króna")
}
