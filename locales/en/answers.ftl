# The sentences of answers. English.
#
# Records, values, terms and properties come into these in their own words. Nothing here judges anybody:
# the program counts and sets side by side; words such as a verdict would use are for courts to say.

### Lists

list-and = { $first } and { $last }
list-and-more = { $first } and { $last }

### Records without a name

record-unknown = record
record-without-name = { $type } without a name
record-told-by = { $type }: { $by }
role-not-named = a person who is not named here
role-holder-of = a holder of the post: { $posts }

### Voices

voice-member = the team
voice-unstated = a speaker who is not stated
voice-unstated-in = a speaker not stated in { $source }
voice-through-persons = { $voice }, through { $persons }
voice-revised = revised
voice-unsettled = not known which is the last
voice-known-only-through = known only through { $through }

### Dates and places in sources

date-comes-to = { $told } (that is, { $days })
passage-range = characters { $start } to { $end }

### Status

status-origins = { $number ->
    [one] { $number } origin
   *[other] { $number } origins
}
status-independent = { $number ->
    [0] none shown independent
   *[other] { $number } shown independent
}
status-in-conflict = { $number } in conflict
mark-draft = draft

### One saying

saying-denies = not so: { $value }
saying-held = { $value }, { $held }
saying-on = { $value }, said { $date }
saying-admits = admitted
saying-superseded = since revised
saying-by-statement = by { $statement }
saying-echoes = echoed: { $echoes }
told-by = { $value } ({ $voices })
told-denied-by = denied by { $voices }

### Claims that add no voice

apart-sum = { $value }: a sum, by { $voice }
apart-inference = { $value }: an inference, by { $voice }
apart-finding = { $value }: a finding drawn from other claims, by { $voice }
apart-annotation = { $value }: by { $voice }
apart-altered = { $value }: as altered by { $relay }; not the words of { $voice }
apart-reported = { $value }: passed on, not endorsed, by { $voice }
apart-calls-for = { $value }: called for by { $voice }

### What is shown over a status

overlay-denied = { $value }: denied by { $voice }
overlay-party = of the party { $party }
overlay-interest = with an interest: { $interest }
overlay-given-up = since given up
overlay-admitted = { $value }: admitted by { $voice }
overlay-admitted-of = { $value }: admitted by { $voice }, as to { $of }

### Identity

identity-same = judged the same as { $record }
identity-probably-same = probably the same as { $record }
identity-undetermined = whether it is the same as { $record } is not settled
identity-distinct = not the same as { $record }

### Showing a record

show-referred-to = Referred to by
show-referred-as = { $type }, { $property }
show-dates = comes to { $dates }
show-conflict = { $value }: in conflict with { $voices }

### Why

why-property = { $property } of { $record }
why-said = said: { $value }
why-denied = said not to be so: { $value }
why-add-no-voice = adding no voice
why-judgements = judgements relied on
role-says = claim
role-echo = echo
role-statement = of the statement
role-derived = resting on other claims
role-annotation = by the team
role-altered = altered in relay
role-reported = passed on only
role-calls-for = called for
role-premise = premise
role-judgement = judgement
claim-held = { $held }
claim-speaker = { $speaker } { $stance }
claim-on-behalf-of = { $speaker } for { $organization }
claim-via = via { $by } (not known whether altered)
claim-via-faithful = via { $by }
claim-via-altered = altered by { $by }
claim-said = said { $date }
claim-in = in { $place }
claim-recorded = { $row }, recorded { $time }
claim-recorded-by = by { $member }
claim-checked-by = checked by { $member }
ending-team = a judgement of the team's own
ending-nowhere = with no passage and nothing it rests on

### Lists of records

list-none = None in view; nothing follows from that.
list-handle = handle
list-number = { $number ->
    [one] { $number } record
   *[other] { $number } records
}
list-chosen = (chosen for lists by the team)
list-own = (the team's or derived)

### Counts

count-title = Counted: { $kind }
count-title-event = Counted: { $kind }, in { $event }
count-none = Nobody in view counts that; nothing follows from it.
count-scope = Scope { $number }: { $scope }
count-no-scope = not stated
count-unstated = not stated: { $what }
count-preliminary = called preliminary by { $voices }
count-if-all-right = only if all of these are right: { $bounds }
count-minimum = acceptable minimum: { $value }, set by { $voices }
count-minimum-criteria = acceptable minimum: { $value }, set by { $voices }; criteria: { $criteria }
count-named = { $counted } counted, { $number } named
count-named-only = { $number } named
count-may-be = the same is told of { $who }; whether they are among those counted is not settled
count-groups = groups counted in it: { $groups }
count-sums = Sums that somebody states
count-parts = Wholes and parts
count-relations = How counts and groups are said to relate
between-same = { $first } and { $second } say the same
between-entails = { $first } entails { $second }
between-conflict = { $first } conflicts with { $second }
between-cannot-tell = { $first } and { $second }: whether both are right cannot be told
sum-stated = { $stated }, stated by { $voice } as the sum of { $addends }.
sum-right = They come to { $total }, as stated.
sum-compatible = They come to { $total }, which what is stated allows.
sum-wrong = They come to { $total }, which does not agree with what is stated.
refusal-overlap-unknown = They cannot be added up: nobody says that { $first } and { $second } share no one.
refusal-overlapping = They cannot be added up: { $first } and { $second } are said to share people, or to be one.
refusal-not-a-number = They cannot be added up: { $claim } gives no number in view.
refusal-too-large = They cannot be added up: the sum is too large.
parts-of = { $whole } is made up of: { $parts }.
parts-relation-unstated = Nobody says how the parts make it up.
parts-right = { $voice } gives { $stated } for the whole and { $total } for the parts together: they agree.
parts-compatible = { $voice } gives { $stated } for the whole and { $total } for the parts together: both can be right.
parts-wrong = { $voice } gives { $stated } for the whole and { $total } for the parts together: they do not agree.

### Side by side

compare-title = { $first } beside { $second }
compare-voice-in = { $voice } in { $source }
compare-conflicts = In conflict ({ $number })
compare-revised = Revised: one voice at different times ({ $number })
compare-agrees = Agree ({ $number })
compare-cannot-tell = Whether both are right cannot be told ({ $number })
compare-differs = Differ, where there can be several ({ $number })
compare-only-first = Only { $first } says so; { $second } is silent ({ $number })
compare-only-second = Only { $second } says so; { $first } is silent ({ $number })

### Timeline

timeline-none = Nothing in view is dated.
timeline-when = when
timeline-what = what
timeline-who = who says so
timeline-through = { $voices }; through the dates of { $through }
timeline-title = Everything dated, in order of time
timeline-partial = { $number ->
    [one] This copy is partial: { $number } operation is withheld from it.
   *[other] This copy is partial: { $number } operations are withheld from it.
}
timeline-undated = Without a date
undated-anchor-unknown = the date it is told by is not known
undated-no-bound = it sets no bound
undated-not-reached = it is told by other dates in a circle, or over too many of them

### Checks

check-summary = { $number ->
    [0] Nothing found that does not fit, in { $claims } claims
    [one] { $number } thing does not fit, in { $claims } claims
   *[other] { $number } things do not fit, in { $claims } claims
}
check-rests-on = Rests on { $rows }
check-date = { $property } of { $record }: { $value } ({ $voices })
check-no-degree = named in it
problem-no-passage = { $number ->
    [one] { $number } claim read in { $source } says no place in it
   *[other] { $number } claims read in { $source } say no place in it
}
problem-no-source = { $number ->
    [one] { $number } claim names no source and rests on nothing
   *[other] { $number } claims name no source and rest on nothing
}
problem-death-before-birth = A death before a birth: { $second }, but { $first }
problem-end-before-start = Something later before something earlier: { $second }, but { $first }
problem-after-death = Something after a death: { $first }, but { $second }
problem-before-what-it-follows = A step before the one it follows: { $second }, but { $first }
problem-two-dates = Two dates for one thing: { $first }, but also { $second }
problem-age-against-birth = An age against a birth: { $first }, but { $second }
problem-said-after-publication = Words of { $said } are read in { $source }, which became public { $published }
problem-date-circle = { $what } is told by dates that are told by one another: { $steps }
problem-date-steps = { $what } is told by other dates over more than 100 steps
problem-date-accounts = { $what } has more than 1000 accounts, through the dates it is told by
problem-two-custodies = { $person } is said to be held in { $first } and in { $second } at once: { $days }
problem-placeholder-responsible = { $actor }, which stands for someone not known, is said to be responsible ({ $degrees }): { $involvement }
problem-named-without-decision = { $person } is named as responsible ({ $degrees }) in { $by }, and no decision on naming is recorded
problem-identity = Judgements on whether { $records } are one contradict each other: { $grades }
problem-distance = { $from } to { $to } is stated as { $stated }; by the coordinates it is { $least } to { $most } km
check-open = { $number ->
    [one] { $number } thing cannot be judged, or waits for a judgement
   *[other] { $number } things cannot be judged, or wait for a judgement
}
open-distance-from-home = { $custody } is said to be { $stated } from home; cannot be judged, missing: { $missing }
open-distance = { $places } are said to be { $stated } apart; cannot be judged, missing: { $missing }
open-perhaps-one = { $nameless } died and is not named. May be one with: { $candidates }. They are not added up.
open-candidate = { $person } (in common: { $shared }; { $judged })
open-not-judged = nobody has judged it
missing-home = a home of { $person }
missing-place = where { $custody } was
missing-coordinates = coordinates of { $place }
shared-sex = sex
shared-date = the day of death
shared-circumstance = what the death is connected with
shared-custody = that they were held
settle-open-distance-from-home = Settled by a home and a route, each with its source, or by coordinates of both places.
settle-open-distance = Settled by coordinates of both places.
settle-perhaps-one = Settled by a source that names them, and a judgement of the team on whether they are one.
settle-no-passage = Settled by the passage in the source, or the claims it rests on.
settle-dates = Settled by checking both passages; where two accounts differ, both stay, and this finding with them.
settle-two-dates = Settled by checking what the first date is counted from, or whether both mean the same thing.
settle-said-after-publication = Settled by checking the day the words were said and the day the source became public.
settle-date-not-reached = Settled by one date in the calendar among them.
settle-two-custodies = Settled by the dates of transfer, or by recording one custody as a stretch of the other.
settle-sum-not-checkable = Settled by a claim, with its source, on how the groups relate.
settle-sum = Settled by checking the numbers added up, and whether something was left out or counted twice.
settle-placeholder = Settled by naming the unit or group as a source does, or by saying that it is only attributed to the agency.
settle-naming = Settled by a recorded decision on naming: standard of proof, who decided, and the reply sought.
settle-identity = Settled by one judgement of the team; the others are taken back with a reason.
settle-distance = Settled by checking the coordinates, and whether the distance is along a road.

### The brief

brief-none = Nothing in view to tell.
brief-happened = What happened
brief-to-whom = To whom
brief-authorities = What the authorities say
brief-others = What others say
brief-done = What was done
brief-owed = What was promised, recommended or asked for
brief-conflict = What is in conflict
brief-not-known = What is not known
brief-left-out = { $number ->
    [one] and { $number } more
   *[other] and { $number } more
}
brief-note = { $drafts ->
    [0] Rests on { $claims } claims, all checked by a second person. Words between “ and ” are those of the record.
   *[other] Rests on { $claims } claims, of which { $drafts } have not been checked by a second person. Words between “ and ” are those of the record.
}
brief-according-to = { $what }, according to { $voices }.
brief-words-left-out = words that name someone are left out
brief-event-in = { $what } in { $place }
brief-death = { $person } died
brief-death-undated = { $person } died, on a day that is not told
brief-by = { $what }, by { $by }
brief-charge = a charge was brought against { $who }
brief-charge-with = a charge was brought against { $who }, of { $offence }
brief-court = { $court } ({ $instance })
brief-court-not-stated = a court that is not stated
brief-instance-not-stated = instance not stated
brief-decided = { $court } decided on { $who }: { $outcome }
brief-commitment = { $by } undertook something
brief-commitment-to = { $by } undertook: { $content }
brief-recommendation = { $by } recommended something
brief-recommendation-of = { $by } recommended: { $content }
brief-intervention = { $by } intervened
brief-intervention-with = { $by } intervened: { $content }
brief-said = { $by } said{ $to }
brief-denied = { $by } said{ $to } in denial
brief-acknowledged = { $by } said{ $to } in acknowledgement
brief-conduct = it is reported: { $conduct }
brief-conduct-not-told = conduct that is not told
brief-conduct-against = against { $against } is reported: { $conduct }
brief-characterised = It is characterised as { $as }.
brief-tally = { $scope } — { $figures }.
brief-counted = { $voice }: { $figures }
brief-then = {", then "}
brief-conflict-on = { $record }; { $property }: not all of these can be right: { $sides }.
brief-conflict-denied = { $record }; { $property }: { $sides }; denied by { $voices }.
brief-tally-conflict = Within one scope ({ $scope }), not all of these figures can be right: { $sides }.
brief-undetermined = { $record }, { $property }: left open as { $value } by { $voices }.
brief-identity-probable = { $first } and { $second } are probably the same, in the team's judgement; nothing is merged.
brief-identity-open = Whether { $first } and { $second } are the same is not settled.
brief-searched = { $record }, { $property }: { $value }.
brief-withheld = { $record }: the witness kept something back: { $words } ({ $voices }).
brief-unchecked = { $stated }, stated by { $voice } as a sum. { $why }
brief-unsettled = { $record }, { $property }: { $voice } said { $values }; which is the last word is not known.
brief-dated = { $when } { $what }
brief-dated-noun = { $when }: { $what }
brief-or = { $first } or { $last }
brief-on-day = on { $date }
brief-in-month = in { $date }
brief-between = between { $first } and { $last }
brief-from = on or after { $date }
brief-by-day = by { $date }
brief-decided-on = { $court } decided on { $who }
brief-decided-that = { $court } decided: { $outcome }
brief-decided-nothing = { $court } decided; what is not told
brief-towards = { $by }, towards { $to },
brief-on-oath = on oath
brief-said-to = to { $to }
brief-reverses = This reverses what was said earlier: { $what }.
brief-known-through = Known only through { $what }.

### Review

review-source = source
review-sheet = sheet
review-draft = drafts
review-checked = checked
review-released = released
review-disagreements = Passages that two coders read differently

### Finding a record

find-several = Several records have that name. Which one?
find-none = No record has that handle or name.
find-none-but-near = No record has that handle or name. Did you mean:
find-matched = also { $name }

### Search

search-none = Nothing found.
search-left-out = { $number ->
    [one] and { $number } more
   *[other] and { $number } more
}

search-no-text = the text is not in this copy
search-beginnings = Found nowhere, and taken for beginnings of words: { $words }
search-total = { $number ->
    [one] { $number } hit. To narrow it, add one of these as a filter, such as kind:claim:
   *[other] { $number } hits. To narrow them, add one of these as a filter, such as kind:claim:
}
search-more-than = more than { $number }

### The log

log-commit = commit
log-time = time
log-author = by
log-what = what
log-records = { $number ->
    [one] { $number } record
   *[other] { $number } records
}
log-claims = { $number ->
    [one] { $number } claim
   *[other] { $number } claims
}
log-retractions = { $number } taken back
log-reviews = { $number } reviewed
log-stamps = { $number ->
    [one] time stamp: existed before { $before }
   *[other] { $number } time stamps: existed before { $before }
}
log-checkpoints = { $number ->
    [one] { $number } checkpoint
   *[other] { $number } checkpoints
}
log-not-understood = { $number } not understood
log-left-out = { $number ->
    [one] and { $number } other commit
   *[other] and { $number } other commits
}

### Verification

verify-checked = Checked: { $commits ->
    [one] { $commits } commit
   *[other] { $commits } commits
}, { $operations ->
    [one] { $operations } operation
   *[other] { $operations } operations
}.
verify-head = Head of the tree: { $root }, over { $size ->
    [one] { $size } commit
   *[other] { $size } commits
}.
verify-withheld = Withheld from this copy: { $number ->
    [one] { $number } operation
   *[other] { $number } operations
}; nothing may be concluded from what is not here.
verify-erased = Erased: { $number ->
    [one] { $number } operation
   *[other] { $number } operations
}{ $waiting ->
    [0] .
   *[other] , of which { $waiting } wait here for a custodian.
}
verify-files = Not here: { $number ->
    [one] { $number } file or text that operations here name.
   *[other] { $number } files and texts that operations here name.
}
verify-forked = Forked: the chain of the device { $device } ({ $name }) has { $branches } branches after { $common ->
    [one] { $common } commit
   *[other] { $common } commits
}; its key or its folder was copied.
verify-checkpoints = Compared with { $seen ->
    [one] { $seen } checkpoint
   *[other] { $seen } checkpoints
} seen on this computer and { $logged } in the log, { $countersigned } of these countersigned.
verify-unchecked = { $number ->
    [one] { $number } checkpoint in the log bears no signature that can be checked here, and proves nothing.
   *[other] { $number } checkpoints in the log bear no signature that can be checked here, and prove nothing.
}
verify-sound = Everything that is present is what was committed.
verify-wrong = { $number ->
    [one] { $number } thing is wrong:
   *[other] { $number } things are wrong:
}

### Bags

bag-checked = { $bag }: BagIt { $version }, { $algorithms }; payload: { $files ->
    [one] { $files } file
   *[other] { $files } files
}, { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}.
bag-unknown = unknown
bag-valid = The bag is complete and valid.
bag-not-valid = The bag is not valid: { $number ->
    [one] { $number } error.
   *[other] { $number } errors.
}
bag-warnings = { $number ->
    [one] { $number } warning, which does not make a bag invalid:
   *[other] { $number } warnings, which do not make a bag invalid:
}
bag-whole = the bag as a whole

### Time stamps

stamp-none = There are no time stamps.
stamp-before = Existed before { $before }
stamp-up-to = the commit { $last } (number { $number } of the device { $device }) and all that it builds on
stamp-first = { $number ->
    [one] the first commit of the device { $device }, and all that it builds on
   *[other] the first { $number } commits of the device { $device }, and all that they build on
}
stamp-by = stamped by { $signer } (number { $serial }, policy { $policy })
stamp-trusted = vouched for by { $root }
stamp-not-trusted = nobody who is trusted vouches for it: { $reason }
stamp-does-not-hold = A time stamp does not hold, over { $what }: { $why }
stamp-recorded = recorded { $when } by { $member }
stamp-waits = A request of { $when } waits for its reply, over { $what }: SHA-256 { $digest }

### Files and their texts

added-new = new
added-received-again = there already; received once more
added-read-again = there already; read again
added-there = there already
added-no-text = no text
added-texts = { $texts ->
    [one] { $letters } characters of text
   *[other] { $texts } texts, { $letters } characters
}
reading-page-not-recognized = page { $page } is a picture, and Tesseract is not installed to recognise its text
reading-page-recognized = the text of page { $page } was recognised from a picture; compare it with the page
reading-no-text = it has no text that can be read
reading-replaced = { $number ->
    [one] { $number } byte is no text in the file's encoding and was replaced
   *[other] { $number } bytes are no text in the file's encoding and were replaced
}
reading-encoding = its encoding is not stated and was taken for { $encoding }
reading-reordered = text from right to left was put into the order in which it is read
reading-left-out = left out: { $at } ({ $why })
reading-unseen = text that programs do not show was read too: { $what }
reading-other-kind = its name ends in .{ $ending }, and it is { $media }
trouble-empty = the file is empty
trouble-unknown = no reader knows this kind of file ({ $what })
trouble-malformed = the file is damaged or not what it says it is: { $why }
trouble-protected = the file is protected by a password; save it without one and add that
trouble-too-much = reading the file takes { $what }, more than is allowed
trouble-hostile = the file tries to do harm: { $what }
trouble-broken = the reader of this kind of file broke off: { $why }
trouble-at = { $told } (at { $at })
place-page = page { $number }
place-paragraph = paragraph { $number }
place-cell = cell { $cell }
place-cell-of = cell { $cell } of { $sheet }
place-time = { $from } to { $to }
place-message = { $part } of the message
place-main = main text
place-capture = whole page
place-aside = { $word } { $number }

### Parts of lists

list-part = { $first } to { $last } of { $total } are shown; --after and --most show others
list-part-none = none of { $total } are shown; --after and --most show others

### Statements

statements-none = No statement is claimed.
statements-others = { $number ->
    [one] { $number } statement by others is not shown; --all shows it
   *[other] { $number } statements by others are not shown; --all shows them
}
statements-when = when: { $dates }
statements-reversed-by = reversed by: { $statements }
statements-answers-class = answers what it calls “{ $what }”, and no one account
statements-except = , except { $records }
statements-answers-claims = answers, by its own text:
statements-set-beside = beside it stands:
statements-by = (according to { $voices })
statements-claim = { $voice }: { $record }, { $property }: { $value }
statements-on-oath = on oath
statements-denied-by = denied by { $voices }
statements-admitted-by = admitted by { $voices }
statements-conflicts-with = in conflict with { $voices }
statements-alone = Nothing in view is set beside it, and nothing reverses it; that nothing conflicts with it does not follow.
statements-afterwards = afterwards, about the same:
statements-about = { $what }: { $dates }, about { $shared }
statements-order-unknown = which came first cannot be told

### Commitments and recommendations

commitments-none = No commitment and no recommendation is claimed.
commitments-no-status = No status is claimed.
commitments-status = status: { $status }, according to { $voices }
commitments-followed = what is set in relation to it, in order of time:
commitments-undated = no date claimed
commitments-supports = { $what }: { $dates }; said to be in its favour, according to { $voices }
commitments-contradicts = { $what }: { $dates }; said to run against it, according to { $voices }
commitments-concerns = { $what }: { $dates }; about it, according to { $voices }

### Accountability

accountability-none = No act, event or death is claimed.
accountability-bare = Nothing but that it happened is claimed of these; nothing follows from that
accountability-death = the death of { $person }
accountability-told = told by { $voices }
accountability-part-of = said to be part of { $records }; what was done about these may concern it
accountability-days-after = { $dates } (after { $days })
accountability-not-looked-for = not looked for: { $stages }. Nothing follows from that.
accountability-done = what is said to have been done: { $what }
accountability-characterised = said to be { $as }, by { $voices }
accountability-charge = what the charge says: { $what }
accountability-decided = decided on it: { $what }
accountability-concern = { $record }: { $concern }, a concern raised by { $voices }
accountability-standings = those said to have had a part, charged or suspected, with their posts:
accountability-degrees = said to have had a part: { $degrees }
accountability-steps = steps: { $steps }
accountability-charged = charged, tried or decided on
accountability-named = named in a proceeding
accountability-standing = said to be { $standing }, by { $voices }
accountability-no-posts = posts: not looked for
accountability-post = post: { $post } ({ $held })
accountability-figures = people killed and people charged, side by side; neither is a share of the other:
accountability-totals = Acts, events and deaths: { $matters }
accountability-total = { $stage }: claimed of { $claimed }; said, found or ruled to be missing of { $missing }; not looked for on { $open }
accountability-note = Bounds stand where records may be one. What is not looked for may have been done.
stage-allegation = allegation
stage-complaint = complaint
stage-registration = registration
stage-inquiry = inquiry
stage-suspension = suspension
stage-charge = charge
stage-trial = trial
stage-decision = decision
stage-appeal = appeal
stage-redress = redress
days-exact = { $number ->
    [one] { $number } day
   *[other] { $number } days
}
days-between = at least { $least }, at most { $most } days
days-at-least = at least { $least } days
days-at-most = at most { $most } days
gap-asserted = { $voices } said that there was none
gap-no-other = { $voices } said that there was no other ({ $value })
gap-searched = searched for until { $until } in { $place } by { $member }, none found
gap-decided = ruled by { $organ } that there is none, as { $voices } said
gap-as-of = { $gap }, as of { $day }
gap-of = { $gap } ({ $of })
admitted-none-claimed = { $of } admitted, no charge claimed: { $by } ({ $said })
admitted-charged = { $of } admitted, and a charge is claimed: { $by } ({ $said })
admitted-not-looked-for = { $of } admitted; whether there is a charge is not looked for: { $by } ({ $said })
admitted-of-unstated = something (of what it is an admission is not claimed)
admitted-charges = charges: { $charges }
admitted-may-be = charged are { $who }; whether those who admit are among them is not settled
question-independence = Independence in question: { $who } conducts { $proceeding }
question-concern = that the investigation is conflicted is a concern raised by { $voices }
question-principle = Principle 2 of the Principles on the Effective Investigation and Documentation of Torture (General Assembly resolution 55/89) asks that investigators be independent of those suspected and of the agency that these serve.
question-limit = The tie claimed here is another one: they ordered the custody, or hold those concerned. That they are suspected themselves, or serve that agency, is not claimed.
tie-responsible = and is said to have had a part in { $to }
tie-same-agency = and is, or serves, { $to }, said to have had a part in it
tie-command = and stands in one line of command with { $to }, said to have had a part in it
tie-holds = and is, or serves, { $to }, said to hold those to whom it was done
tie-ordered = and is said to have ordered { $to }, in which it is said to have happened
tie-also-conducts = and also conducts { $to }
tie-through = by { $through }; { $then }
then-earlier = before that time
then-then = at that time
then-perhaps = perhaps at that time
then-later = after that time
then-not-stated = whether at that time is not claimed

### How the case can be attacked

challenge-none = Nothing is claimed that could be attacked.
challenge-nothing = Nothing in its claims can be said against it; that it holds does not follow.
challenge-depends = { $sentences ->
    [0] no other sentence of the brief needs its claims
    [one] { $sentences } other sentence of the brief needs its claims
   *[other] { $sentences } other sentences of the brief need its claims
}; { $claims ->
    [0] no claim rests on them
    [one] { $claims } claim rests on them
   *[other] { $claims } claims rest on them
}
challenge-all = all of its claims
challenge-some = { $number ->
    [one] { $number } of its claims
   *[other] { $number } of its claims
}
challenge-pillars = Voices on which sentences rest alone
challenge-pillar = { $voice }: { $number ->
    [one] sentence { $sentences } rests on no other voice
   *[other] sentences { $sentences } rest on no other voice
}; it speaks in { $all }
challenge-note = What can be said against a line does not make it wrong, and what cannot be said against it here may be said elsewhere.
attack-in-conflict = In conflict with { $voices }
attack-denied = Denied by { $voices }
attack-one-voice = One voice alone: { $voices }
attack-not-independent = That { $voices } do not depend on one another is not shown
attack-unattributed = Nobody is said to have said it
attack-attribution-inferred = That { $voices } said it is not stated, but understood or inferred
attack-only-relayed = Never heard from { $voices }, only through { $through }
attack-altered = Changed on the way by { $through }
attack-passed-on = { $voices } only passes it on
attack-hearsay = { $voices } knows it from hearsay
attack-interest = { $voices } has something at stake
attack-only-asserted = That there is none, or no other, is only the word of { $voices }
attack-one-analyst = Inferred by one member of the team
attack-no-passage = It says no place in its source and rests on nothing
attack-passage-not-held = The words it was read in are not held here
attack-unchecked = No second person has checked it
strengthen-in-conflict = Stronger with a source that can tell which account holds, or with why they differ.
strengthen-denied = Stronger with what the denial is of, and with evidence that does not come from those who are denied.
strengthen-one-voice = Stronger with a second voice that does not depend on the first.
strengthen-not-independent = Stronger once a member has looked into whether they depend on each other, and excluded it.
strengthen-unattributed = Stronger with a text that says who said it.
strengthen-only-relayed = Stronger with the speaker's own words: a text, a recording, an interview.
strengthen-passed-on = Stronger with the words of whoever stands by it.
strengthen-hearsay = Stronger with somebody who was there.
strengthen-interest = Stronger with a voice that has nothing at stake.
strengthen-only-asserted = Stronger with a search: where, until when, by whom; or with a ruling.
strengthen-one-analyst = Stronger with a second member's own inference, or with a source that says it.
strengthen-passage-not-held = Stronger with the source itself, added to the case, or its words quoted.
strengthen-unchecked = Stronger once a second person has compared it with its source.

### Standards

findings-none = No standard is about any record in view. Nothing follows from that.
findings-not-law = These are the facts claimed, put beside the words of standards. Whether something was unlawful, and who answers for it, is for people to say.
findings-partial = This copy is partial. Nothing is said to be not met, since a claim that is not here may say otherwise.
findings-standard = { $instrument }, { $paragraph }; adopted { $adopted }
findings-checked = compared with the text by { $by }
findings-from-memory = from memory: nobody has compared it with the text
findings-to-be-confirmed = from memory: paragraph to be confirmed
findings-caveat = Caveat: { $caveat }
findings-one = { $record }: { $outcome }
findings-differs = { $record }: accounts differ
findings-account = on the account of { $voices }: { $outcome }
findings-met = met on the facts claimed
findings-not-met = not met on the facts claimed
findings-possible = possible
findings-cannot-be-judged = cannot be judged
findings-input = { $record } ({ $properties })
findings-left-open = left open by what is claimed: { $inputs }
findings-missing = not looked for, or not claimed: { $inputs }
findings-accounts-differ = others differ on: { $inputs }
findings-withheld = Contents are withheld from this copy: on what is here alone it would not be met.
findings-part-met = { $part }: claimed, by { $voices }
findings-part-met-always = { $part }: so in any case
findings-part-not-met = { $part }: not so, according to { $voices }
findings-part-never-met = { $part }: not so in any case
findings-part-not-known = { $part }: not known
findings-claim = { $voice }: { $record }, { $property }: { $value }
findings-claim-denied = { $voice } denies: { $record }, { $property }: { $value }
findings-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
} from { $from } to { $to }
findings-days-between = between { $least } and { $most } days from { $from } to { $to }
findings-days-at-least = { $days ->
    [one] at least { $days } day
   *[other] at least { $days } days
} from { $from } to { $to }
findings-days-at-most = { $days ->
    [one] at most { $days } day
   *[other] at most { $days } days
} from { $from } to { $to }
findings-later = a later benchmark: adopted { $adopted }, after the facts
findings-time-open = adopted { $adopted }; whether before the facts is not known for all of them
findings-no-date = no date of the facts is claimed, so that whether it was adopted before them is not known
findings-guidance = guidance: it binds nobody by itself
findings-party = { $country } since { $since }
findings-state-not-known = a treaty; which state is concerned is not known, as no country’s code is claimed. Parties known here: { $parties }
findings-no-party = a treaty; which state is concerned is not known, as no country’s code is claimed, and no parties are listed here
findings-bound = { $state } ({ $country }) is bound since { $since }
findings-bound-later = { $state } ({ $country }) is bound since { $since }, after the facts
findings-not-listed = { $state } ({ $country }) is not among the parties known here
findings-clock = due since { $from }; not done as of { $until }, as somebody claims: { $least } days at least

# Records that may be one
link-none = No two records are called alike, and nobody has judged any to be one.
link-pair = { $first } and { $second }
link-by-name = called the same: { $first }
link-by-spelling = spelt otherwise: { $first }, { $second }
link-by-part = the words of one name are in the other: { $first }, { $second }
link-by-facts = no name brings them together
link-not-judged = nobody has judged whether they are one
link-judged = judged: { $grade } ({ $claims })
link-for = for: { $property }: { $first }; { $second }
link-against = against: { $property }: { $first }; { $second }
link-open = cannot be told: { $property }: { $first }; { $second }
link-nothing-else = nothing else is said of both
link-left-out = { $number ->
    [one] One more pair.
   *[other] { $number } more pairs.
}
link-joined = { $record } stands for: { $members } ({ $claims })
