//! Invented passages in three languages, the same on every run.

/// Numbers that look random and are not (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A language that passages are made of.
pub(crate) struct Tongue {
    pub(crate) tag: &'static str,
    /// Words, the most common first.
    pub(crate) words: Vec<String>,
    /// The share of all words that are this one or a more common one.
    shares: Vec<f64>,
}

/// How many words a language has.
const WORDS: usize = 60_000;

impl Tongue {
    fn new(tag: &'static str, small: &str, syllables: &str, endings: &str, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let syllables: Vec<&str> = syllables.split(' ').collect();
        let endings: Vec<&str> = endings.split(' ').collect();
        let mut words: Vec<String> = small.split(' ').map(str::to_owned).collect();
        let mut known: std::collections::BTreeSet<String> = words.iter().cloned().collect();
        while words.len() < WORDS {
            let length = 2 + dice.below(3);
            let mut word: String =
                (0..length).map(|_| syllables[dice.below(syllables.len())]).collect();
            // Every seventh is a name.
            if dice.below(7) == 0 {
                let mut letters = word.chars();
                let first: String =
                    letters.next().into_iter().flat_map(char::to_uppercase).collect();
                word = first + letters.as_str();
            }
            // A word has several forms, as in the language.
            for _ in 0..3 {
                let form = format!("{word}{}", endings[dice.below(endings.len())]);
                if words.len() < WORDS && known.insert(form.clone()) {
                    words.push(form);
                }
            }
        }
        let mut sum = 0.0;
        let mut shares: Vec<f64> = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        shares.iter_mut().for_each(|share| *share /= sum);
        Self { tag, words, shares }
    }

    fn word(&self, dice: &mut Dice) -> &str {
        let share = dice.share();
        let rank = self.shares.partition_point(|known| *known < share);
        &self.words[rank.min(self.words.len() - 1)]
    }
}

/// The three languages.
pub(crate) fn tongues() -> Vec<Tongue> {
    vec![
        Tongue::new(
            "ru",
            "и в на не что с по из он как к за от было для его это был",
            "по ли ци за ста на ро во де ми ка те ни со лу го да ре пу ше бо ры чи но жа кра тор ван дом сти лен пре",
            "а у ой ов ами ы ом ать ил ила ение ения ого ский ев ева",
            1,
        ),
        Tongue::new(
            "kk",
            "және мен да де бұл ол үшін бір деп еді болған туралы кейін",
            "жа ңа қа ла сы ө зен мұ най шы та ра бе рі кө ше ғы лым дар сұ ра нар үй ке лі жұ мыс ба ты ау",
            "лар лер дың дің ға ге да де ы і лары ында ымен шы",
            2,
        ),
        Tongue::new(
            "en",
            "the of and to in a that for was with on by at from were had",
            "po li ce stri ker wor den ta ro mi son ber gat ter lan vo re fi com pa ny est al ver in tor men dra sto",
            "s ed ing er ment ly ness ion ions able y al",
            3,
        ),
    ]
}

/// How many words a passage has, on average.
const LENGTH: usize = 80;

/// A passage of a language.
pub(crate) fn passage(tongue: &Tongue, dice: &mut Dice) -> String {
    let mut text = String::with_capacity(LENGTH * 12);
    for place in 0..LENGTH / 2 + dice.below(LENGTH) {
        if place > 0 {
            text.push_str(if place % 12 == 0 { ". " } else { " " });
        }
        text.push_str(tongue.word(dice));
    }
    text.push('.');
    text
}

/// A Cyrillic word as somebody types it who has Latin letters only.
pub(crate) fn in_latin(word: &str) -> String {
    let letter = |letter: char| match letter {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'қ' => "q",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'ң' => "ng",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' | 'һ' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' | 'щ' => "sh",
        'ю' => "yu",
        'я' => "ya",
        _ => "",
    };
    word.to_lowercase().chars().map(letter).collect()
}

/// The log of questions: 500, half of them of rare words only.
pub(crate) fn questions(tongues: &[Tongue]) -> Vec<String> {
    let mut dice = Dice(2011);
    let mut questions = Vec::new();
    while questions.len() < 500 {
        let is_common = questions.len() % 2 == 1;
        let tongue = &tongues[dice.below(tongues.len())];
        let word = |dice: &mut Dice| {
            // The first words stand in more than one passage of a hundred.
            let rank = if is_common { dice.below(400) } else { 2_000 + dice.below(30_000) };
            tongue.words[rank].clone()
        };
        let other = |dice: &mut Dice| tongue.words[2_000 + dice.below(30_000)].clone();
        let latin = |word: String| if tongue.tag == "en" { word } else { in_latin(&word) };
        let (first, second, third) = (word(&mut dice), word(&mut dice), other(&mut dice));
        let beginning: String = first.chars().take(4).collect();
        questions.push(match questions.len() / 2 % 10 {
            0 | 1 => first,
            2 | 3 => latin(first),
            4 => format!("{first} {second}"),
            5 => format!("{} {}", latin(first), latin(third)),
            6 => format!("\"{first} {second}\""),
            // A word of one letter has no beginning to speak of.
            7 if beginning.chars().count() >= 2 => format!("{beginning}*"),
            7 => format!("{third}*"),
            8 => format!("{first} -{third} kind:passage"),
            _ => format!("{first} {second} language:{} after:2005 before:2012", tongue.tag),
        });
    }
    questions
}
