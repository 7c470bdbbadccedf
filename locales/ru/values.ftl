# Слова для значений и для того, что говорится об утверждениях. Русский.
# UNREVIEWED: not yet checked by a native reader.
#
# See locales/en/values.ftl for how messages are put together. Forms here: genitive, nominative (plain).

### Numbers

number-group = { "\u00A0" }
number-decimal = { "," }
number-group-from = 5

### Bounds

range-at-least = не менее { $low }
    .form = genitive
range-more-than = более { $low }
    .form = genitive
range-at-most = не более { $high }
    .form = genitive
range-less-than = менее { $high }
    .form = genitive
range-between =
    { $ends ->
        [open] более { $low } и менее { $high }
        [open-low] более { $low } и не более { $high }
        [open-high] не менее { $low } и менее { $high }
       *[closed] от { $low } до { $high }
    }
    .form = genitive
count-any = любое число
share-any = любая доля
duration-any = любой срок
distance-any = любое расстояние
money-any = любая сумма

### Shares

share-of = { $part } из { $whole }
fraction-named =
    { $form ->
        [genitive]
            { $name ->
                [none] нуля
                [all] целого
                [third] трети
                [two-thirds] двух третей
                [quarter] четверти
                [three-quarters] трёх четвертей
               *[half] половины
            }
       *[plain]
            { $name ->
                [none] ни одного
                [all] все
                [third] треть
                [two-thirds] две трети
                [quarter] четверть
                [three-quarters] три четверти
               *[half] половина
            }
    }
fraction-percent = { $digits }{ "\u00A0" }%
fraction-other = { $part }/{ $whole }

### Measures

unit-second =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } секунды
                [few] { $digits } секунд
                [many] { $digits } секунд
               *[other] { $digits } секунды
            }
       *[plain]
            { $number ->
                [one] { $digits } секунда
                [few] { $digits } секунды
                [many] { $digits } секунд
               *[other] { $digits } секунды
            }
    }
unit-minute =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } минуты
                [few] { $digits } минут
                [many] { $digits } минут
               *[other] { $digits } минуты
            }
       *[plain]
            { $number ->
                [one] { $digits } минута
                [few] { $digits } минуты
                [many] { $digits } минут
               *[other] { $digits } минуты
            }
    }
unit-hour =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } часа
                [few] { $digits } часов
                [many] { $digits } часов
               *[other] { $digits } часа
            }
       *[plain]
            { $number ->
                [one] { $digits } час
                [few] { $digits } часа
                [many] { $digits } часов
               *[other] { $digits } часа
            }
    }
unit-day =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } дня
                [few] { $digits } дней
                [many] { $digits } дней
               *[other] { $digits } дня
            }
       *[plain]
            { $number ->
                [one] { $digits } день
                [few] { $digits } дня
                [many] { $digits } дней
               *[other] { $digits } дня
            }
    }
unit-week =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } недели
                [few] { $digits } недель
                [many] { $digits } недель
               *[other] { $digits } недели
            }
       *[plain]
            { $number ->
                [one] { $digits } неделя
                [few] { $digits } недели
                [many] { $digits } недель
               *[other] { $digits } недели
            }
    }
unit-month =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } месяца
                [few] { $digits } месяцев
                [many] { $digits } месяцев
               *[other] { $digits } месяца
            }
       *[plain]
            { $number ->
                [one] { $digits } месяц
                [few] { $digits } месяца
                [many] { $digits } месяцев
               *[other] { $digits } месяца
            }
    }
unit-year =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } года
                [few] { $digits } лет
                [many] { $digits } лет
               *[other] { $digits } года
            }
       *[plain]
            { $number ->
                [one] { $digits } год
                [few] { $digits } года
                [many] { $digits } лет
               *[other] { $digits } года
            }
    }
unit-metre =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } метра
                [few] { $digits } метров
                [many] { $digits } метров
               *[other] { $digits } метра
            }
       *[plain]
            { $number ->
                [one] { $digits } метр
                [few] { $digits } метра
                [many] { $digits } метров
               *[other] { $digits } метра
            }
    }
unit-kilometre =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } километра
                [few] { $digits } километров
                [many] { $digits } километров
               *[other] { $digits } километра
            }
       *[plain]
            { $number ->
                [one] { $digits } километр
                [few] { $digits } километра
                [many] { $digits } километров
               *[other] { $digits } километра
            }
    }
unit-mile =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } мили
                [few] { $digits } миль
                [many] { $digits } миль
               *[other] { $digits } мили
            }
       *[plain]
            { $number ->
                [one] { $digits } миля
                [few] { $digits } мили
                [many] { $digits } миль
               *[other] { $digits } мили
            }
    }
money = { $digits } { $currency }
age-years =
    { $form ->
        [genitive]
            { $number ->
                [one] { $digits } года
                [few] { $digits } лет
                [many] { $digits } лет
               *[other] { $digits } года
            }
       *[plain]
            { $number ->
                [one] { $digits } год
                [few] { $digits } года
                [many] { $digits } лет
               *[other] { $digits } года
            }
    }
age = возраст { $years } на { $date }
age-any = любой возраст на { $date }

### Several members

spread = наименьшее { $least }, наибольшее { $most }, всего { $over }
closed-set = только { $count }
closed-set-named =
    { $all ->
        [yes] только { $count }: { $names }
       *[no] только { $count }, в том числе { $names }
    }
list-two = { $first } и { $last }
list-more = { $first }, { $last }

### Dates

month-name =
    { $form ->
        [genitive]
            { $month ->
                [1] января
                [2] февраля
                [3] марта
                [4] апреля
                [5] мая
                [6] июня
                [7] июля
                [8] августа
                [9] сентября
                [10] октября
                [11] ноября
               *[12] декабря
            }
       *[plain]
            { $month ->
                [1] январь
                [2] февраль
                [3] март
                [4] апрель
                [5] май
                [6] июнь
                [7] июль
                [8] август
                [9] сентябрь
                [10] октябрь
                [11] ноябрь
               *[12] декабрь
            }
    }
date-day = { $day } { $month } { $year } года
    .form = genitive
date-month = { $month } { $year } года
date-year =
    { $form ->
        [genitive] { $year } года
       *[plain] { $year } год
    }
date-season =
    { $form ->
        [genitive]
            { $season ->
                [spring] весны { $year } года
                [summer] лета { $year } года
                [autumn] осени { $year } года
               *[winter] зимы { $year } года
            }
       *[plain]
            { $season ->
                [spring] весна { $year } года
                [summer] лето { $year } года
                [autumn] осень { $year } года
               *[winter] зима { $year } года
            }
    }
date-decade =
    { $form ->
        [genitive] { $year }-х годов
       *[plain] { $year }-е годы
    }
date-years =
    { $form ->
        [genitive] одного из годов { $first }–{ $last }
       *[plain] один из годов { $first }–{ $last }
    }
date-some-month =
    { $form ->
        [genitive] одного из месяцев { $year } года
       *[plain] один из месяцев { $year } года
    }
date-some-day =
    { $form ->
        [genitive] одного из дней { $date }
       *[plain] один из дней { $date }
    }
    .form = genitive
date-time = { $date }, { $time }
date-time-zone = { $date }, { $time } ({ $zone })
date-uncertain = { $date } (не точно известно)
date-approximate = { $date } (приблизительно)
date-uncertain-approximate = { $date } (приблизительно и не точно известно)
date-between = { $first } – { $last }
date-until = не позднее { $last }
    .form = genitive
date-since = не ранее { $first }
    .form = genitive
date-end-unknown = неизвестная дата
date-end-open = без границы
relative-before = { $offset } до: { $anchor }
relative-after = { $offset } после: { $anchor }
relative-any-before = до: { $anchor }
relative-any-after = после: { $anchor }
relative-anchor = { $record }, { $property }
held-throughout = всё время: { $first } – { $last }
held-throughout-one = всё время: { $first }
held-within = в какой-то момент: { $first } – { $last }
held-within-one = в какой-то момент: { $first }

### Other values

text-in = { $words } [{ $language }]
text-translated =
    { $checked ->
        [yes] { $words } [{ $from }, проверенный перевод{ $told ->
            [yes] : { $by }
           *[no] { "" }
        }]
       *[no] { $words } [{ $from }, непроверенный перевод{ $told ->
            [yes] : { $by }
           *[no] { "" }
        }]
    }
language-name =
    { $tag ->
        [ar] арабский
        [de] немецкий
        [en] английский
        [fr] французский
        [kk] казахский
        [kk-Latn] казахский (латиница)
        [ky] кыргызский
        [ru] русский
        [uk] украинский
        [uz] узбекский
       *[other] { $tag }
    }
name-of-kind =
    { $kind ->
        [birth] { $name } (имя при рождении)
        [former] { $name } (прежнее название)
        [nickname] { $name } (прозвище)
        [pen] { $name } (псевдоним)
       *[other] { $name } ({ $kind })
    }
point = { $latitude }; { $longitude } (в пределах { $radius })
    .form = genitive
flag-yes = да
flag-no = нет
negative-asserted = сказано, что нет
negative-searched = не найдено: искал(а) { $member }, где: { $place }, по { $date }
negative-decided = решено, что нет: { $record }
answers-claims = { $number ->
    [one] { $digits } утверждение
    [few] { $digits } утверждения
    [many] { $digits } утверждений
   *[other] { $digits } утверждения
}
answers-class-except = { $what }, кроме: { $names }

### The wording of the source

wording-alone = «{ $wording }»
wording-and-value = «{ $wording }» ({ $value })

### How it was hedged

hedge-plain = без оговорок
hedge-exactly = ровно
hedge-only = только
hedge-further = сверх других
hedge-at-least = не менее
hedge-more-than = более
hedge-at-most = не более
hedge-up-to = до
hedge-less-than = менее
hedge-nearly = почти
hedge-about = около
hedge-between = в промежутке
hedge-vague = число не названо
hedge-part-of = часть периода
hedge-uncertain = не точно известно
hedge-before = раньше
hedge-until = до
hedge-since = начиная с
hedge-after = после

### Kinds of value

kind-date = дата
kind-held = время действия
kind-count = число
kind-share = доля
kind-spread = разброс
kind-closed-set = замкнутый перечень
kind-age = возраст
kind-duration = срок
kind-distance = расстояние
kind-money = денежная сумма
kind-text = текст
kind-name = имя
kind-term = термин
kind-ref = запись
kind-point = положение
kind-flag = да или нет
kind-negative = отсутствие
kind-answers = на что это ответ

### About claims

comparison-entails = влечёт
comparison-conflicts = противоречит
comparison-cannot-tell = нельзя различить
review-draft = черновик
review-checked = проверено вторым человеком
review-released = выпущено
stance-asserts = утверждает
stance-reports = передаёт, не подтверждая
stance-denies = отрицает
stance-admits = признаёт
stance-calls-for = призывает
rendering-faithful = передано верно
rendering-altered = изменено при передаче
rendering-unknown = неизвестно, изменено ли
level-public = для всех
level-pseudonym = для всех, под псевдонимами
level-partner = для партнёров
level-team = для группы
level-sealed = закрыто
derivation-sum = сумма
derivation-inference = вывод
derivation-finding = заключение
attribution-stated = назван в тексте
attribution-implied = подразумевается в тексте
attribution-inferred = установлен сотрудником
speaker-not-stated = говорящий не назван
overlap-certain = пересекаются
overlap-none = не пересекаются
overlap-unknown = неизвестно, пересекаются ли
