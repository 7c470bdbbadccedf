# The words for values and for what is said about claims. English.
#
# Where a message has the attribute .form, the words put into it are asked for in that form of the
# language ($form); "plain" where it has none. $number chooses the plural, $digits is what is shown.

### Numbers

number-group = { "," }
number-decimal = { "." }
# How many digits a whole number has at least before its digits are grouped.
number-group-from = 4

### Bounds

range-at-least = at least { $low }
range-more-than = more than { $low }
range-at-most = at most { $high }
range-less-than = less than { $high }
range-between =
    { $ends ->
        [open] more than { $low } and less than { $high }
        [open-low] more than { $low } and at most { $high }
        [open-high] at least { $low } and less than { $high }
       *[closed] { $low } to { $high }
    }
count-any = any number
share-any = any share
duration-any = any length of time
distance-any = any distance
money-any = any sum

### Shares

share-of = { $part } of { $whole }
fraction-named =
    { $name ->
        [none] none
        [all] all
        [third] a third
        [two-thirds] two thirds
        [quarter] a quarter
        [three-quarters] three quarters
       *[half] half
    }
fraction-percent = { $digits }%
fraction-other = { $part }/{ $whole }

### Measures

unit-second = { $number ->
    [one] { $digits } second
   *[other] { $digits } seconds
}
unit-minute = { $number ->
    [one] { $digits } minute
   *[other] { $digits } minutes
}
unit-hour = { $number ->
    [one] { $digits } hour
   *[other] { $digits } hours
}
unit-day = { $number ->
    [one] { $digits } day
   *[other] { $digits } days
}
unit-week = { $number ->
    [one] { $digits } week
   *[other] { $digits } weeks
}
unit-month = { $number ->
    [one] { $digits } month
   *[other] { $digits } months
}
unit-year = { $number ->
    [one] { $digits } year
   *[other] { $digits } years
}
unit-metre = { $number ->
    [one] { $digits } metre
   *[other] { $digits } metres
}
unit-kilometre = { $number ->
    [one] { $digits } kilometre
   *[other] { $digits } kilometres
}
unit-mile = { $number ->
    [one] { $digits } mile
   *[other] { $digits } miles
}
money = { $digits } { $currency }
age-years = { $number ->
    [one] { $digits } year old
   *[other] { $digits } years old
}
age = { $years } as of { $date }
age-any = any age as of { $date }

### Several members

spread = from { $least } (the least) to { $most } (the most), among { $over }
closed-set = only { $count }
closed-set-named =
    { $all ->
        [yes] only { $count }: { $names }
       *[no] only { $count }, among them { $names }
    }
list-two = { $first } and { $last }
list-more = { $first }, { $last }

### Dates

month-name =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
date-season =
    { $season ->
        [spring] spring { $year }
        [summer] summer { $year }
        [autumn] autumn { $year }
       *[winter] winter { $year }
    }
date-decade = the { $year }s
date-years = a year from { $first } to { $last }
date-some-month = a month of { $year }
date-some-day = a day in { $date }
date-time = { $date }, { $time }
date-time-zone = { $date }, { $time } ({ $zone })
date-uncertain = { $date } (uncertain)
date-approximate = { $date } (approximate)
date-uncertain-approximate = { $date } (uncertain and approximate)
date-between = { $first } to { $last }
date-until = no later than { $last }
date-since = no earlier than { $first }
date-end-unknown = an unknown date
date-end-open = an open end
relative-before = { $offset } before: { $anchor }
relative-after = { $offset } after: { $anchor }
relative-any-before = before: { $anchor }
relative-any-after = after: { $anchor }
relative-anchor = { $record }, { $property }
held-throughout = throughout, from { $first } to { $last }
held-throughout-one = throughout { $first }
held-within = at some point from { $first } to { $last }
held-within-one = at some point in { $first }

### Other values

text-in = { $words } [{ $language }]
text-translated =
    { $checked ->
        [yes] { $words } [checked translation from { $from }{ $told ->
            [yes] { " " }by { $by }
           *[no] { "" }
        }]
       *[no] { $words } [unchecked translation from { $from }{ $told ->
            [yes] { " " }by { $by }
           *[no] { "" }
        }]
    }
language-name =
    { $tag ->
        [ar] Arabic
        [de] German
        [en] English
        [fr] French
        [kk] Kazakh
        [kk-Latn] Kazakh (Latin)
        [ky] Kyrgyz
        [ru] Russian
        [uk] Ukrainian
        [uz] Uzbek
       *[other] { $tag }
    }
name-of-kind =
    { $kind ->
        [birth] { $name } (name at birth)
        [former] { $name } (former name)
        [nickname] { $name } (nickname)
        [pen] { $name } (pen name)
       *[other] { $name } ({ $kind })
    }
point = { $latitude }, { $longitude } (within { $radius })
flag-yes = yes
flag-no = no
negative-asserted = said to be none
negative-searched = none found by { $member }, who looked in { $place }, as far as { $date }
negative-decided = ruled by { $record } that there is none
answers-claims = { $number ->
    [one] { $digits } claim
   *[other] { $digits } claims
}
answers-class-except = { $what }, except { $names }

### The wording of the source

wording-alone = “{ $wording }”
wording-and-value = “{ $wording }” ({ $value })

### How it was hedged

hedge-plain = not hedged
hedge-exactly = exactly
hedge-only = only
hedge-further = in addition to others
hedge-at-least = at least
hedge-more-than = more than
hedge-at-most = at most
hedge-up-to = up to
hedge-less-than = less than
hedge-nearly = nearly
hedge-about = about
hedge-between = between
hedge-vague = no number stated
hedge-part-of = part of a period
hedge-uncertain = not certain
hedge-before = before
hedge-until = until
hedge-since = since
hedge-after = after

### Kinds of value

kind-date = date
kind-held = time held
kind-count = number
kind-share = share
kind-spread = spread
kind-closed-set = closed set
kind-age = age
kind-duration = length of time
kind-distance = distance
kind-money = sum of money
kind-text = text
kind-name = name
kind-term = term
kind-ref = record
kind-point = position
kind-flag = yes or no
kind-negative = negative
kind-answers = what is answered

### About claims

comparison-entails = entails
comparison-conflicts = conflicts with
comparison-cannot-tell = cannot be told from
review-draft = draft
review-checked = checked by a second person
review-released = released
stance-asserts = asserts
stance-reports = reports without endorsing
stance-denies = denies
stance-admits = admits
stance-calls-for = calls for
rendering-faithful = passed on faithfully
rendering-altered = altered in relay
rendering-unknown = not known whether altered
level-public = public
level-pseudonym = public, with pseudonyms
level-partner = partner organizations
level-team = the team
level-sealed = sealed
derivation-sum = sum
derivation-inference = inference
derivation-finding = finding
attribution-stated = stated by the text
attribution-implied = implied by the text
attribution-inferred = inferred by a member
speaker-not-stated = speaker not stated
overlap-certain = overlap
overlap-none = do not overlap
overlap-unknown = not known whether they overlap
