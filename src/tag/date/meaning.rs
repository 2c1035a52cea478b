//! What a time expression means before it is anchored: TIMEX3 without the document's date.

/// Units of time, in the order of `lexicon::UNITS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
    Weekend,
}

impl Unit {
    const ALL: [Unit; 14] = [
        Unit::Second,
        Unit::Minute,
        Unit::Hour,
        Unit::Day,
        Unit::Week,
        Unit::Fortnight,
        Unit::Month,
        Unit::Quarter,
        Unit::Half,
        Unit::Year,
        Unit::Decade,
        Unit::Century,
        Unit::Millennium,
        Unit::Weekend,
    ];

    /// The unit of that number in the list.
    pub fn new(value: i16) -> Unit {
        Unit::ALL.get(value as usize).copied().unwrap_or(Unit::Day)
    }
}

/// Words that point from one period to another, in the order of `lexicon::WHICH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Which {
    None,
    Last,
    Past,
    Previous,
    This,
    Current,
    Next,
    Coming,
    Following,
    That,
    Same,
    Recent,
    Latest,
    These,
    Those,
}

impl Which {
    const ALL: [Which; 15] = [
        Which::None,
        Which::Last,
        Which::Past,
        Which::Previous,
        Which::This,
        Which::Current,
        Which::Next,
        Which::Coming,
        Which::Following,
        Which::That,
        Which::Same,
        Which::Recent,
        Which::Latest,
        Which::These,
        Which::Those,
    ];

    /// The word of that number in the list.
    pub fn new(value: i16) -> Which {
        Which::ALL.get(value as usize).copied().unwrap_or(Which::None)
    }
}

/// TIMEX3's `mod`, in the order of `lexicon::MODIFIERS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Modifier {
    None,
    Start,
    Mid,
    End,
    Approx,
    MoreThan,
    EqualOrMore,
    LessThan,
    EqualOrLess,
    Before,
    After,
}

impl Modifier {
    const ALL: [Modifier; 11] = [
        Modifier::None,
        Modifier::Start,
        Modifier::Mid,
        Modifier::End,
        Modifier::Approx,
        Modifier::MoreThan,
        Modifier::EqualOrMore,
        Modifier::LessThan,
        Modifier::EqualOrLess,
        Modifier::Before,
        Modifier::After,
    ];

    /// The modifier of that number in the list.
    pub fn new(value: i16) -> Modifier {
        Modifier::ALL.get(value as usize).copied().unwrap_or(Modifier::None)
    }

    /// The word in the column `mod`.
    pub fn name(self) -> &'static str {
        super::lexicon::MODIFIERS[self as usize]
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// `two`, `2 1/2`: whole units, tenths, and a half.
    Exact {
        /// Whole units.
        whole: u32,
        /// Tenths of a unit after a decimal point.
        tenths: u8,
        /// One half more.
        half: bool,
    },
    /// `several`, `a few`, a bare plural.
    Vague,
}

impl Amount {
    /// `n` whole units.
    pub fn whole(n: u32) -> Amount {
        Amount::Exact { whole: n, tenths: 0, half: false }
    }
    /// The number, where it is a whole one.
    pub fn number(self) -> Option<u32> {
        match self {
            Amount::Exact { whole, tenths: 0, half: false } => Some(whole),
            _ => None,
        }
    }
}

/// The year of a partial date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearOf {
    /// Not said.
    Unknown,
    /// Said.
    Year(i16),
    /// `last year` -1, `this year` 0.
    Step(i8),
    /// `last May`, `this summer`, `next quarter`.
    Which(Which),
}

/// Where a relative date is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum From {
    Dct,
    Previous,
}

/// Parts of the day in the order of `lexicon::PARTS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum DayPart {
    Morning,
    Afternoon,
    Evening,
    Night,
    Daytime,
    Midday,
    Noon,
    Midnight,
}

impl DayPart {
    const ALL: [DayPart; 8] = [
        DayPart::Morning,
        DayPart::Afternoon,
        DayPart::Evening,
        DayPart::Night,
        DayPart::Daytime,
        DayPart::Midday,
        DayPart::Noon,
        DayPart::Midnight,
    ];

    /// The part of that number in the list.
    pub fn new(value: i16) -> DayPart {
        DayPart::ALL.get(value as usize).copied().unwrap_or(DayPart::Daytime)
    }

    /// What follows the `T` of a TIMEX3 value.
    pub fn code(self) -> &'static str {
        ["MO", "AF", "EV", "NI", "DT", "MI", "12:00", "24:00"][self as usize]
    }
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// `8:30 p.m.`; no minute where only the hour is said.
    At {
        /// 0 to 24.
        hour: u8,
        /// 0 to 59.
        minute: u8,
        /// 0 to 59, where said.
        second: Option<u8>,
    },
    /// `evening`, `noon`.
    Part(DayPart),
}

/// A recurring time.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Recurrence {
    /// Index into `Lexicon::sets`.
    Listed(u16),
    /// Every `n` units.
    Every(u32, Unit),
    Weekday(u8),
    Month(u8),
    Season(u8),
    Part(DayPart),
    Weekend,
}

/// Whether the words around a date speak of what was or what will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tense {
    Open,
    Past,
    Future,
}

/// `now` and its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Reference {
    Past,
    Present,
    Future,
}

/// The expression without its time of day.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Core {
    Day {
        year: YearOf,
        month: u8,
        day: u8,
    },
    /// The 25th, month to be taken from the date before.
    DayOfMonth(u8),
    Month {
        year: YearOf,
        month: u8,
    },
    Year(i16),
    /// '89: the century is open.
    ShortYear(u8),
    /// 198 for the 1980s.
    Decade(i16),
    /// 8 for the eighties.
    ShortDecade(u8),
    /// TIMEX3's two digits: 19 for the 20th; negative BC.
    Century(i8),
    Quarter {
        year: YearOf,
        quarter: u8,
    },
    Half {
        year: YearOf,
        half: u8,
    },
    Season {
        year: YearOf,
        season: u8,
    },
    Weekday {
        weekday: u8,
        which: Which,
    },
    Weekend(Which),
    Holiday {
        holiday: u16,
        year: YearOf,
    },
    /// The unit that lies `count` units from the anchor: last year, two weeks ago, the following day.
    Step {
        unit: Unit,
        count: i32,
        from: From,
    },
    /// The unit of that size around the anchor: the year, that day.
    Same {
        unit: Unit,
        from: From,
    },
    /// A year ago, the year-earlier period: one year before the period that is being compared.
    YearBefore,
    /// The 1988 period: the quarter that is being compared, or the year.
    PeriodOf(i16),
    /// The quarter ended on that day.
    QuarterEnding {
        month: u8,
        day: u8,
    },
    /// The week of a day: "the week of March 6".
    WeekOf {
        month: u8,
        day: u8,
    },
    /// Only a time of day is said.
    Context,
    Duration {
        amount: Amount,
        unit: Unit,
        which: Which,
    },
    Set(Recurrence),
    Reference(Reference),
    /// Several years ago.
    VagueAgo {
        later: bool,
    },
}

impl Core {
    /// True where past or future decides which of several days or periods is meant.
    pub fn hangs_on_tense(&self) -> bool {
        match self {
            Core::Day { year, .. }
            | Core::Month { year, .. }
            | Core::Quarter { year, .. }
            | Core::Half { year, .. }
            | Core::Season { year, .. }
            | Core::Holiday { year, .. } => matches!(year, YearOf::Unknown | YearOf::Which(Which::None)),
            Core::WeekOf { .. } | Core::QuarterEnding { .. } | Core::Weekday { .. } | Core::Weekend(_) => true,
            _ => false,
        }
    }
}

/// What a date candidate means before it is anchored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DateMeaning {
    /// The expression without time of day and modifier.
    pub core: Core,
    /// Its time of day.
    pub clock: Option<Clock>,
    /// Minutes from UTC, where a zone is named.
    pub zone: Option<i16>,
    /// TIMEX3's `mod`.
    pub modifier: Modifier,
    /// What the words near by speak of; open where nothing hangs on it.
    pub tense: Tense,
}
