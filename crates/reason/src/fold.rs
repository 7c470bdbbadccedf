//! Names made comparable: without case and accents, and across scripts.
//!
//! Two foldings. [`plain`] takes away what a keyboard or a habit of writing adds: case, accents,
//! punctuation. [`across`] also brings the Cyrillic, Latin and Arabic spellings of Russian and Kazakh
//! names together: ж = zh = j, қ = q = k, ң = ng = ñ = n, ө = o, ү = ұ = u, ы = і = й = y = i, ае = aye,
//! soft signs dropped, doubled letters once. It is made for finding: what it brings together is listed
//! for a person to choose from, and never merged. It keeps final vowels, so that a woman's surname and a
//! man's stay apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Without case, accents and punctuation; words separated by single spaces.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut folded = String::new();
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_alphanumeric() {
            folded.extend(letter.to_lowercase());
        } else if !matches!(letter, '\'' | '’' | 'ʼ' | '`' | '\u{200c}' | '\u{200d}')
            && !folded.ends_with(' ')
        {
            folded.push(' ');
        }
    }
    folded.trim().to_owned()
}

/// One letter of another script in Latin letters; `None` where it stays as it is.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' | 'ә' | 'ا' | 'آ' | 'ٵ' => "a",
        'б' | 'ب' => "b",
        'в' | 'ۆ' => "v",
        'г' | 'ғ' | 'گ' | 'ع' | 'غ' => "g",
        'д' | 'د' => "d",
        'е' | 'ё' | 'э' | 'є' | 'ە' | 'ه' | 'ə' => "e",
        'ж' | 'ج' | 'ژ' => "j",
        'з' | 'ز' => "z",
        'и' | 'й' | 'і' | 'ї' | 'ы' | 'ى' | 'ي' | 'ی' | 'ٸ' | 'ı' => "i",
        'к' | 'қ' | 'ك' | 'ک' | 'ق' => "k",
        'л' | 'ل' => "l",
        'м' | 'م' => "m",
        'н' | 'ң' | 'ڭ' | 'ن' | 'ŋ' => "n",
        'о' | 'ө' | 'و' | 'ٶ' => "o",
        'п' | 'پ' => "p",
        'р' | 'ر' => "r",
        'с' | 'س' | 'ص' | 'ш' | 'щ' | 'ش' => "s",
        'т' | 'ت' | 'ط' => "t",
        'у' | 'ұ' | 'ү' | 'ۇ' | 'ٷ' | 'ў' => "u",
        'ф' | 'ف' => "f",
        'х' | 'һ' | 'ح' | 'خ' => "k",
        'ц' => "ts",
        'ч' | 'چ' => "4",
        'ю' => "iu",
        'я' => "ia",
        'ь' | 'ъ' | 'ء' => "",
        _ => return None,
    })
}

/// Latin spellings brought to one, longest first; `4` stands for ч.
const SPELLINGS: &[(&str, &str)] = &[
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "4"),
    ("dzh", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("sh", "s"),
    ("ch", "4"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("ng", "n"),
    ("ye", "e"),
    ("yo", "e"),
    ("ie", "e"),
    ("x", "ks"),
    ("q", "k"),
    ("h", "k"),
    ("c", "k"),
    ("w", "v"),
    ("y", "i"),
];

/// Brought together across the scripts and spellings of Russian and Kazakh names.
#[must_use]
pub fn across(text: &str) -> String {
    let mut letters = String::new();
    // Before accents go: ғ, қ and the like are letters of their own and have no decomposition, but й
    // and ё have one, which leads to the same letters here.
    for letter in plain(text).chars() {
        match latin(letter) {
            Some(written) => letters.push_str(written),
            None => letters.push(letter),
        }
    }
    let mut folded = String::new();
    let mut rest = letters.as_str();
    while let Some(letter) = rest.chars().next() {
        let spelling = SPELLINGS.iter().find(|(written, _)| rest.starts_with(written));
        let (skip, becomes) = spelling.map_or_else(
            || (letter.len_utf8(), letter.to_string()),
            |(written, becomes)| (written.len(), (*becomes).to_owned()),
        );
        for letter in becomes.chars() {
            if !folded.ends_with(letter) {
                folded.push(letter);
            }
        }
        rest = &rest[skip..];
    }
    folded
}

/// How alike two folded names are, from 0 to 1: one less the share of letters to be changed.
#[must_use]
pub fn likeness(first: &str, second: &str) -> f64 {
    let (first, second): (Vec<char>, Vec<char>) =
        (first.chars().take(200).collect(), second.chars().take(200).collect());
    let longest = first.len().max(second.len());
    if longest == 0 {
        return 0.0;
    }
    let mut before: Vec<usize> = (0..=second.len()).collect();
    for (row, own) in first.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in second.iter().enumerate() {
            let change = before[column] + usize::from(own != other);
            current.push(change.min(before[column + 1] + 1).min(current[column] + 1));
        }
        before = current;
    }
    let distance = before.last().copied().unwrap_or(longest);
    #[allow(clippy::cast_precision_loss, reason = "names are shorter than 200 letters")]
    let share = distance as f64 / longest as f64;
    1.0 - share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        let alike: &[&[&str]] = &[
            &[
                "Жаңаөзен",
                "Жанаозен",
                "Zhanaozen",
                "Janaozen",
                "Jañaözen",
                "Jaŋaözen",
                "Zhangaozen",
            ],
            &["Жаңаөзен", "جاڭاوزەن"],
            &["Новый Узень", "Novy Uzen"],
            &["Базарбай Кенжебаев", "Bazarbai Kenzhebaev", "Bazarbay Kenzhebayev"],
            &["Роза Тулетаева", "Roza Tuletaeva", "Roza Tuletayeva"],
            &["Женисбек Темиров", "Жеңісбек Теміров", "Zhenisbek Temirov", "Jenisbek Temirov"],
            &["Zhenishbek Temirov", "Женисбек Темиров"],
            &["Едигеев", "Едігеев", "Edigeev", "Yedigeyev"],
            &["Назарбаев", "Nazarbaev", "Nazarbayev"],
            &["Нұрсұлтан", "Нурсултан"],
            &["Арқалық", "Аркалык", "Arqalyk", "Arkalyk", "Arqalyq"],
            &["Қазақстан", "Казахстан", "Kazakhstan", "Kazakstan", "Qazaqstan"],
            &["Mangystau", "Mangistau", "Маңғыстау"],
        ];
        for names in alike {
            for name in *names {
                assert_eq!(across(name), across(names[0]), "{name} and {}", names[0]);
            }
        }
    }

    #[test]
    fn different_names_stay_apart() {
        for (first, second) in [
            ("Tuletaeva", "Tuletaev"),
            ("Zhanaozen", "Uzen"),
            ("Zhanaozen", "Ozenmunaigas"),
            ("Aktau", "Aktobe"),
        ] {
            assert_ne!(across(first), across(second));
        }
    }

    #[test]
    fn plain_folding_drops_case_accents_and_punctuation() {
        assert_eq!(plain("  Ádám  O’Brien-Kovács "), "adam obrien kovacs");
        assert_eq!(plain("—"), "");
    }

    #[test]
    fn likeness_is_one_for_the_same_and_less_for_others() {
        assert!((likeness("aktau", "aktau") - 1.0).abs() < 1e-9);
        assert!(likeness("aktau", "aktua") < 1.0);
        assert!(likeness("aktau", "zzzzz") < 0.1);
        assert!(likeness("", "").abs() < 1e-9);
    }
}
