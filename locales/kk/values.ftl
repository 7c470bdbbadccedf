# Мәндердің және мәлімдемелер туралы айтылатынның сөздері. Қазақша.
# UNREVIEWED: not yet checked by a native reader.
#
# See locales/en/values.ftl for how messages are put together. Forms here: ablative ("more than"), plain.

### Numbers

number-group = { "\u00A0" }
number-decimal = { "," }
number-group-from = 5

### Bounds

range-at-least = кемінде { $low }
range-more-than = { $low } көп
    .form = ablative
range-at-most = ең көбі { $high }
range-less-than = { $high } аз
    .form = ablative
range-between =
    { $ends ->
        [open] { $low }–{ $high } (екі шеті кірмейді)
        [open-low] { $low }–{ $high } (төменгі шеті кірмейді)
        [open-high] { $low }–{ $high } (жоғарғы шеті кірмейді)
       *[closed] { $low }–{ $high }
    }
count-any = кез келген сан
share-any = кез келген үлес
duration-any = кез келген мерзім
distance-any = кез келген қашықтық
money-any = кез келген сома

### Shares

share-of = { $whole } ішінен { $part }
fraction-named =
    { $form ->
        [ablative]
            { $name ->
                [none] нөлден
                [all] барлығынан
                [third] үштен бірінен
                [two-thirds] үштен екісінен
                [quarter] төрттен бірінен
                [three-quarters] төрттен үшінен
               *[half] жартысынан
            }
       *[plain]
            { $name ->
                [none] ешқайсысы
                [all] барлығы
                [third] үштен бірі
                [two-thirds] үштен екісі
                [quarter] төрттен бірі
                [three-quarters] төрттен үші
               *[half] жартысы
            }
    }
fraction-percent =
    { $form ->
        [ablative] { $digits } пайыздан
       *[plain] { $digits }{ "\u00A0" }%
    }
fraction-other =
    { $form ->
        [ablative] { $part }/{ $whole } бөлігінен
       *[plain] { $part }/{ $whole }
    }

### Measures

unit-second =
    { $form ->
        [ablative] { $digits } секундтан
       *[plain] { $digits } секунд
    }
unit-minute =
    { $form ->
        [ablative] { $digits } минуттан
       *[plain] { $digits } минут
    }
unit-hour =
    { $form ->
        [ablative] { $digits } сағаттан
       *[plain] { $digits } сағат
    }
unit-day =
    { $form ->
        [ablative] { $digits } күннен
       *[plain] { $digits } күн
    }
unit-week =
    { $form ->
        [ablative] { $digits } аптадан
       *[plain] { $digits } апта
    }
unit-month =
    { $form ->
        [ablative] { $digits } айдан
       *[plain] { $digits } ай
    }
unit-year =
    { $form ->
        [ablative] { $digits } жылдан
       *[plain] { $digits } жыл
    }
unit-metre =
    { $form ->
        [ablative] { $digits } метрден
       *[plain] { $digits } метр
    }
unit-kilometre =
    { $form ->
        [ablative] { $digits } километрден
       *[plain] { $digits } километр
    }
unit-mile =
    { $form ->
        [ablative] { $digits } мильден
       *[plain] { $digits } миль
    }
money =
    { $form ->
        [ablative] { $digits } { $currency } сомасынан
       *[plain] { $digits } { $currency }
    }
age-years =
    { $form ->
        [ablative] { $digits } жастан
       *[plain] { $digits } жас
    }
age = { $years }, { $date } күйі бойынша
age-any = кез келген жас, { $date } күйі бойынша

### Several members

spread = ең азы { $least }, ең көбі { $most }, барлығы { $over }
closed-set = тек { $count }
closed-set-named =
    { $all ->
        [yes] тек { $count }: { $names }
       *[no] тек { $count }, соның ішінде { $names }
    }
list-two = { $first } және { $last }
list-more = { $first }, { $last }

### Dates

month-name =
    { $month ->
        [1] қаңтар
        [2] ақпан
        [3] наурыз
        [4] сәуір
        [5] мамыр
        [6] маусым
        [7] шілде
        [8] тамыз
        [9] қыркүйек
        [10] қазан
        [11] қараша
       *[12] желтоқсан
    }
date-day = { $year } жылғы { $day } { $month }
date-month = { $year } жылғы { $month }
date-year = { $year } жыл
date-season =
    { $season ->
        [spring] { $year } жылғы көктем
        [summer] { $year } жылғы жаз
        [autumn] { $year } жылғы күз
       *[winter] { $year } жылғы қыс
    }
date-decade = { $year }-жылдар
date-years = { $first }–{ $last } жылдардың бірі
date-some-month = { $year } жылдың бір айы
date-some-day = бір күн: { $date }
date-time = { $date }, { $time }
date-time-zone = { $date }, { $time } ({ $zone })
date-uncertain = { $date } (нақты емес)
date-approximate = { $date } (шамамен)
date-uncertain-approximate = { $date } (шамамен және нақты емес)
date-between = { $first } – { $last }
date-until = { $last } немесе одан бұрын
date-since = { $first } немесе одан кейін
date-end-unknown = белгісіз күн
date-end-open = шексіз
relative-before = { $offset } бұрын: { $anchor }
relative-after = { $offset } кейін: { $anchor }
relative-any-before = бұрын: { $anchor }
relative-any-after = кейін: { $anchor }
relative-anchor = { $record }, { $property }
held-throughout = бүкіл уақыт бойы: { $first } – { $last }
held-throughout-one = бүкіл уақыт бойы: { $first }
held-within = белгілі бір сәтте: { $first } – { $last }
held-within-one = белгілі бір сәтте: { $first }

### Other values

text-in = { $words } [{ $language }]
text-translated =
    { $checked ->
        [yes] { $words } [{ $from }, тексерілген аударма{ $told ->
            [yes] : { $by }
           *[no] { "" }
        }]
       *[no] { $words } [{ $from }, тексерілмеген аударма{ $told ->
            [yes] : { $by }
           *[no] { "" }
        }]
    }
language-name =
    { $tag ->
        [ar] араб тілі
        [de] неміс тілі
        [en] ағылшын тілі
        [fr] француз тілі
        [kk] қазақ тілі
        [kk-Latn] қазақ тілі (латын)
        [ky] қырғыз тілі
        [ru] орыс тілі
        [uk] украин тілі
        [uz] өзбек тілі
       *[other] { $tag }
    }
name-of-kind =
    { $kind ->
        [birth] { $name } (туған кездегі аты)
        [former] { $name } (бұрынғы атауы)
        [nickname] { $name } (лақап аты)
        [pen] { $name } (бүркеншік аты)
       *[other] { $name } ({ $kind })
    }
point = { $latitude }; { $longitude } ({ $radius } шегінде)
flag-yes = иә
flag-no = жоқ
negative-asserted = жоқ деп айтылған
negative-searched = табылмады: іздеген { $member }, қайда: { $place }, { $date } дейін
negative-decided = жоқ деп шешілген: { $record }
answers-claims = { $digits } мәлімдеме
answers-class-except = { $what }, мыналардан басқа: { $names }

### The wording of the source

wording-alone = «{ $wording }»
wording-and-value = «{ $wording }» ({ $value })

### How it was hedged

hedge-plain = ескертусіз
hedge-exactly = дәл
hedge-only = тек
hedge-further = басқаларға қосымша
hedge-at-least = кемінде
hedge-more-than = артық
hedge-at-most = ең көбі
hedge-up-to = дейін
hedge-less-than = кем
hedge-nearly = дерлік
hedge-about = шамамен
hedge-between = аралығында
hedge-vague = сан аталмаған
hedge-part-of = кезеңнің бір бөлігі
hedge-uncertain = нақты емес
hedge-before = бұрын
hedge-until = дейін
hedge-since = бастап
hedge-after = кейін

### Kinds of value

kind-date = күні
kind-held = қолданылған уақыты
kind-count = сан
kind-share = үлес
kind-spread = ауқым
kind-closed-set = тұйық тізім
kind-age = жас
kind-duration = мерзім
kind-distance = қашықтық
kind-money = ақша сомасы
kind-text = мәтін
kind-name = есім
kind-term = термин
kind-ref = жазба
kind-point = орналасуы
kind-flag = иә немесе жоқ
kind-negative = жоқтық
kind-answers = неге жауап

### About claims

comparison-entails = білдіреді
comparison-conflicts = қайшы келеді
comparison-cannot-tell = ажырату мүмкін емес
review-draft = жоба
review-checked = екінші адам тексерген
review-released = шығарылған
stance-asserts = мәлімдейді
stance-reports = растамай жеткізеді
stance-denies = жоққа шығарады
stance-admits = мойындайды
stance-calls-for = шақырады
rendering-faithful = дұрыс жеткізілген
rendering-altered = жеткізу кезінде өзгертілген
rendering-unknown = өзгертілгені белгісіз
level-public = барлығына
level-pseudonym = барлығына, бүркеншік атпен
level-partner = серіктестерге
level-team = топқа
level-sealed = жабық
derivation-sum = қосынды
derivation-inference = қорытынды
derivation-finding = тұжырым
attribution-stated = мәтінде аталған
attribution-implied = мәтіннен түсінікті
attribution-inferred = қызметкер анықтаған
speaker-not-stated = айтушы аталмаған
overlap-certain = қиылысады
overlap-none = қиылыспайды
overlap-unknown = қиылысуы белгісіз
