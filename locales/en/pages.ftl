# The words of pages. English.
#
# Computed sentences count and set side by side; nothing here judges anybody. Words are chosen so that nothing has to
# be inflected around what is put in.

### The frame

p-skip = Skip to the text
p-contents = Contents
p-part-case = The case
p-part-material = Material
p-part-happened = What happened
p-part-adds-up = What it adds up to
p-part-work = Work
p-room-case = Case
p-room-sources = Sources
p-room-records = Records
p-room-search = Search
p-room-timeline = Timeline
p-room-statements = What officials said, what others say
p-room-commitments = Commitments
p-room-counts = Counts
p-room-checks = Checks
p-room-review = Review
p-room-log = Log
p-room-view = View
p-known-now = All that is known
p-known-on = Known on { $day }
p-public-by = public by { $day }
p-released-only = released only
p-seen-as = Seen as { $level }
p-level-public = public
p-level-pseudonym = pseudonym
p-level-partner = partner
p-level-team = team
p-level-sealed = team, sealed too
p-find = Find
p-find-here = Find in this case
p-lock = Lock
p-partial = This copy is partial: { $number } operations are withheld from it. Where a page says that there is nothing, it knows of nothing.
p-verified = Checked on { $time }: all { $operations } operations in { $commits } commits are what was signed.
p-verified-wrong = Checked on { $time }: something is wrong with this copy.
p-not-verified = The log has not been checked since the case was unlocked.
p-verify-now = Verify now
p-choose = Choose
p-show = Show
p-show-all = Show all
p-before = Earlier
p-after = Further
p-rows = { $first } to { $last } of { $all }
p-and-more = and { $number } more
p-more-than = more than { $number }
p-legend = Marks on this page

### Unlocking

p-unlock-title = Unlock
p-unlock-locked = Locked. Nothing of it is kept in this window.
p-passphrase = Passphrase
p-unlock = Unlock
p-unlock-note = Opening takes a moment: it is made slow for whoever guesses.
p-unlock-busy = Somebody else is unlocking just now; try again in a moment.
p-unlock-wrong = That passphrase opens nothing here.
p-unlock-refused = It could not be opened: { $reason }

### What is not there

p-not-there-title = There is no such page
p-not-there = Nothing is here under this address, or nothing that can be seen from where you look.
p-wrong-title = This could not be done
p-failed-title = The case could not be read
p-only-reads = This computer only reads the case: nothing can be changed here.
p-old-form = This form is from an earlier session. Nothing was changed; go back, load the page again and send it once more.
p-team-only = This is for the team's eyes. Look at the case as team to see it.

### Statuses

p-origins = { $number ->
    [one] 1 origin
   *[other] { $number } origins
}
p-independent = { $number } shown independent
p-in-conflict = { $number } in conflict
p-draft = Draft
p-denied = Denied
p-denied-by = Denied by { $voices }
p-denied-value = Denied: { $value }
p-admitted = Admitted
p-admitted-of = Admitted: { $of }
p-admitted-by = Admitted by { $voices }
p-admits-conduct = conduct
p-admits-result = result
p-admits-responsibility = responsibility
p-admits-unlawfulness = unlawfulness
p-revised = Revised
p-altered = altered in relay
p-known-only-through = known only through
p-conflicted = In conflict
p-conflicts-with = in conflict with { $voices }
p-supported-by = supported by
p-adds-no-voice = adds no voice
p-own = the team's own
p-chosen = chosen for lists
p-superseded = since superseded
p-given-up = since given up
p-that-is = (that is, { $days })
p-according-to = according to
p-through = through
p-via = through
p-by-statement = by the statement
p-held = held { $held }
p-said-on = said { $days }
p-denies-that = denies:
p-on-oath = on oath
p-party = party
p-team = the team

### Kinds of claims that add no voice

p-apart-sum = a sum
p-apart-inference = an inference
p-apart-finding = a finding
p-apart-annotation = an annotation of the team
p-apart-reported = reported without endorsing
p-apart-calls-for = called for

### What a speaker does

p-stance-asserts = says so
p-stance-reports = reports it
p-stance-denies = denies it
p-stance-admits = admits it
p-stance-calls-for = calls for it

### The case

p-case-file = Case file
p-case-computed = Computed from { $claims ->
    [one] 1 claim
   *[other] { $claims } claims
}{ $drafts ->
    [0] .
   *[other] , { $drafts } of them not yet checked by a second person.
} Every count and status opens onto the voices it rests on.
p-case-empty = Nothing is claimed yet.
p-case-begin = Add documents, then read them and say who says what:
p-case-pairs = Words of the authorities, and what stands beside them
p-case-all-statements = All { $number } statements, each with what stands beside it
p-case-open = Open work
p-case-checks = { $number ->
    [one] 1 check, with what would settle it
   *[other] All { $number } checks, with what would settle them
}
p-paragraph = paragraph
p-left-out = { $number } more
p-why-claims = { $number ->
    [one] Why: 1 claim
   *[other] Why: { $number } claims
}
p-statement = statement

### Checks

p-check = check
p-check-no-passage = No passage
p-check-date = Dates
p-check-custody = Custody
p-check-sum = Sum
p-check-naming = Naming
p-check-identity = Identity
p-check-distance = Distance
p-check-other = Check
p-checks-looked-at = { $number } claims looked at
p-checks-found = { $number ->
    [0] Nothing was found that does not fit together. Nothing follows from that.
    [one] 1 thing does not fit together, or waits for somebody.
   *[other] { $number } things do not fit together, or wait for somebody.
}
p-settle = What would settle it: { $what }

### Records

p-records = Records
p-record = Record
p-property = Property
p-records-number = { $number } records
p-records-lede = Whatever is talked about is a record; all that is known of it is what somebody says.
p-records-none = There is nothing in view.
p-types = Types
p-all-of-them = all of them
p-narrow = Narrow down
p-drop = Drop the condition { $what }
p-list-number = { $number ->
    [one] 1 record
   *[other] { $number } records
}
p-list-none = No record meets all conditions. Nothing follows from that.
p-record-counts = { $properties ->
    [one] 1 property
   *[other] { $properties } properties
}, { $claims ->
    [one] 1 claim
   *[other] { $claims } claims
}.
p-record-statements = Statements about it
p-record-claimed = What is claimed
p-record-nothing = Nothing in view is claimed of it.
p-record-refers = What refers to it
p-as = As
p-identity = One and the same
p-identity-members = { $number } records, judged to be one
p-grade-same = Judged the same
p-grade-probably-same = Judged probably the same
p-grade-undetermined = Not determined whether the same
p-grade-distinct = Judged distinct
p-why-summary = Why: { $origins ->
    [0] no origin
    [one] 1 origin
   *[other] { $origins } origins
}, { $claims ->
    [one] 1 claim
   *[other] { $claims } claims
}
p-down-to-passages = Down to the passages
p-echoes = { $number ->
    [one] repeated by
   *[other] repeated { $number } times, by
}
p-judgements = Judgements relied on:

### Why

p-why = Why
p-why-of = Reasons for
p-why-sentence = sentence { $number } of the brief
p-role-says = says
p-role-echo = repeats
p-role-statement = by a statement
p-role-derived = rests on others
p-role-annotation = of the team
p-role-premise = rests on
p-role-judgement = judged
p-ending-team = A judgement of the team's own.
p-ending-nowhere = It has neither a passage nor claims that it rests on.

### A claim

p-claim-title = Claim { $name }
p-claim-n = claim { $number }
p-claims = Claims
p-claims-number = { $number ->
    [one] 1 claim read in it
   *[other] { $number } claims read in it
}
p-read-in = Read in
p-characters = characters { $start } to { $end }
p-the-place = its place
p-who-says = Who says it
p-for = for
p-basis = How they know
p-interest = Interest
p-attribution = Attribution
p-said-when = Said
p-held-when = True
p-rests-on = Rests on
p-level = Level
p-recorded = Recorded
p-checked-by = Checked by
p-act-review = Checking
p-act-review-note = A second person compares the claim with the passage. What they mark goes into the log.
p-mark-checked = Mark as checked
p-mark-released = Mark as released
p-mark-draft = Make it a draft again
p-mark-alone = It is my own, and there is nobody else to check it
p-act-retract = Retracting
p-act-retract-note = The claim stays in the log and counts for nothing from here on. The reason is kept with it.
p-reason = Reason
p-reason-coder-error = Read or typed wrongly
p-reason-source-corrected = The source corrected itself
p-reason-witness-withdrew = Whoever said it took it back
p-note = In your words
p-retract = Retract
p-review-checked = Checked
p-review-released = Released

### Sources

p-source = Source
p-sources-number = { $number ->
    [one] 1 source
   *[other] { $number } sources
}
p-sources-lede = Where it was read. Open one to read its text with the coded passages marked.
p-sources-none = There are no sources yet. Add a document.
p-source-about = What is told of the source
p-source-no-text = The text of this source is not in the case. Its claims stand below with their places; with the file added (onus add FILE --source), they stand beside the text.
p-mark-one = one claim
p-mark-several = more than one
p-mark-disputed = in conflict or denied
p-text = Text
p-text-told = { $characters } characters, read by { $reader }
p-text-correction = a person's correction
p-not-here = not in this copy
p-original = Original
p-bytes = { $number } bytes
p-custody = Custody
p-custody-received = received
p-custody-copied = copied
p-custody-exported = exported
p-custody-handed-over = handed over
p-custody-examined = examined
p-custody-returned = returned
p-from = from
p-to = to
p-paragraph-n = paragraph { $number }
p-paragraphs = Paragraphs { $first } to { $last } of { $all }
p-recognized = recognised from a picture
p-claims-of-paragraph = Claims from paragraph { $number }
p-claims-elsewhere = Claims from elsewhere in it
p-claims-read-here = Claims read in it
p-passage-not-found = its words are not in the newest text, or stand there more than once

### Making a claim

p-code-title = New claim
p-code-quote = Words of the source
p-code-quote-hint = select words in the text, or paste them here
p-code-quote-note = As they stand in the text. They are looked for there, however the text is typeset.
p-code-here = Make a claim of them
p-code-who = Who says it
p-code-origin = Speaker
p-code-origin-note = A name, "not stated", or "team" for your own.
p-code-new-kind = If new, a
p-code-known = in the case already
p-code-stance = What they do
p-code-basis = How they know
p-code-not-told = not told
p-code-said = Said on
p-code-about = About what
p-code-record = Record
p-code-record-note = A name, in any script.
p-code-property = Property
p-code-value = Value
p-code-wording = Its words, hedge included
p-code-held = When it was true
p-code-level-usual = as usual for it
p-code-example = Such as: { $example }
p-code-readings = Read from the words; take one:
p-code-questions = Before it is recorded
p-code-record-it = Record the claim
p-code-look = Check it
p-code-aside = Set aside
p-code-nothing-yet = Nothing is saved until you record it.
p-code-how = How to fill it in
p-code-how-value = A value is written as the case writes it: >=15 for at least fifteen, 2011-12-16 or 2011-12 for a date, a name for a record, a term from the list. Plain words are taken as text.
p-code-how-new = Whoever is not in the case yet is made together with the claim: say what they are beside the name.
p-code-how-wording = Hedges are kept: the words as they stand in the source, beside the value that they come to.
p-code-no-value = A value is missing.
p-code-no-property = Say which property of it is told.
p-code-may-be = { $name } may be somebody who is in the case already: { $others }. Record it again to make a new one.
p-code-was-read = Read from the words: “{ $words }” as { $value }. Look whether that is what they mean, and record it.
p-code-several = { $name } may mean several records: { $others }. Write the name that stands before the colon.
p-code-nobody = Nobody in the case is called { $name }. Say what they are, and they are made together with the claim.
p-code-wrong-kind = { $name } is a { $kind }, which has no such property.

### Statements

p-statements-number = { $number ->
    [one] 1 statement of the authorities
   *[other] { $number } statements of the authorities
}
p-statements-lede = Each statement in its own extent and, beside it, what it answers and what members set beside it, admissions first. A denial answers only what its own text shows.
p-statements-about = Only what concerns { $record }.
p-statements-none = No statement is recorded. Nothing follows from that.
p-statements-others = { $number } of others than the authorities; show them too
p-statement-n = statement { $number }
p-said = What was said
p-others-say = What stands beside it
p-says = Says
p-denies = Denies
p-admits = Admits
p-reversed-by = Reversed by
p-stands-alone = Nothing is recorded that it answers, and nothing is set beside it. Nothing follows from that.
p-answers = Answers
p-set-beside = Set beside it
p-a-class = a class of claims
p-except = except
p-no-one-of-them = No denial of any one account.
p-afterwards = What was done
p-afterwards-note = About the same; that it was done because of it is not said.
p-order-unknown = (which came first cannot be told)
p-both-about = both about
p-legend-admitted = admitted
p-legend-independent = shown independent
p-legend-single = one origin
p-legend-denied = denied
p-legend-contested = in conflict

### Commitments

p-commitments-number = { $number ->
    [one] 1 commitment or recommendation
   *[other] { $number } commitments and recommendations
}
p-commitments-lede = What was promised and recommended, and what is set in relation to it. Statuses are claimed by people and dated, never computed.
p-commitments-none = None is recorded. Nothing follows from that.
p-commitment-n = commitment { $number }
p-no-status = Nobody says how it stands
p-nothing-followed = Nothing is set in relation to it. Nothing follows from that.
p-told-by = { $value } ({ $voices })
p-bearing-supports = Supports it
p-bearing-contradicts = Contradicts it
p-bearing-concerns = Concerns it
p-no-date = no date

### Counts

p-count-title = { $what }: how many, according to whom
p-count-kinds = What is counted
p-count-lede = Each voice by what it counts and when it spoke. Figures are compared only where they count the same; nothing is narrowed, averaged or chosen.
p-count-none = Nothing is counted yet.
p-count-nothing = No figure is in view. Nothing follows from that.
p-count-sums = Sums that somebody states
p-count-parts = Wholes, parts and relations
p-scope = scope
p-scope-contested = What is counted is in conflict
p-scope-table = Figures of scope { $number }
p-figure = Figure
p-figure-title = Figures that somebody stands by
p-figure-note = Numbered by scope; only figures of one scope count the same. An open ring is a least number without a greatest. The tables below say the same.
p-if-all-right = If all of these are right: { $value }
p-minimum = Acceptable minimum, set by a member:
p-criteria = Criteria:
p-preliminary = Called preliminary by
p-named-among = Named among them:
p-may-be-counted = May be among them; not settled:
p-comes-to = It comes to { $total }.
p-stated = Stated: { $value }.
p-overlap-unknown = Not added up: nobody has said whether they overlap.
p-overlapping = Not added up: they overlap.
p-not-a-number = Not added up: a figure gives no number.
p-too-large = Not added up: it is too large.

### Timeline

p-timeline-number = { $number } dates
p-timeline-lede = Dates as wide as they were claimed, once for each account where accounts differ.
p-timeline-only = Only
p-timeline-none = Nothing in view is dated.
p-everything = everything
p-year-or-before = { $year } or before
p-accounts = { $number } accounts
p-through-dates = by dates of
p-undated = What gives no date
p-undated-anchor = the date it is told by is not known
p-undated-bound = it has no bound
p-undated-not-reached = told in a circle, or over too many steps

### Search

p-search-words = What to find
p-search-how = Names are found in any script and spelling, words in any of their forms. "opened fire" is a phrase, suffoc* a beginning, -theatre is left out; kind:passage, type:act, source:NAME, language:ru, after:2011-12 and before:2012 narrow down.
p-search-total = { $number } found
p-search-none = Nothing in view has { $words }. Nothing follows from that.
p-search-beginnings = Taken for beginnings of words: { $words }
p-search-more = { $number } more
p-search-no-text = The text is not in this copy.
p-facet-kind = Kind
p-facet-type = Type
p-facet-source = Source
p-facet-language = Language

### Review

p-review-waiting = { $number ->
    [one] 1 claim waits for a second person
   *[other] { $number } claims wait for a second person
}
p-review-lede = A second person compares each claim with its passage. Only what was checked can be released, and only what is released leaves the team.
p-review-differ = Passages read differently
p-review-waits = How far each source is
p-review-drafts = Waiting
p-review-name-them = Name them
p-sheet = Sheet

### Log

p-log-number = { $number ->
    [one] 1 commit
   *[other] { $number } commits
}
p-log-lede = Every change is a signed commit, and none is ever taken away. The newest comes first.
p-verify = Verification
p-verify-what = Checks every signature, every operation and the order of the log, derives everything that is shown again, and compares.
p-sound = Nothing is wrong
p-not-sound = Something is wrong
p-verify-counts = { $operations } operations in { $commits } commits were checked.
p-verify-withheld = { $number } operations are withheld from this copy.
p-verify-erased = { $number } operations are erased.
p-verify-waiting = { $number } contents wait for a custodian.
p-verify-files = { $number } files are named here and not in this copy.
p-verify-head = Head of the tree over { $number } commits:
p-commits = Commits
p-commit = Commit
p-place = Place
p-time = Time
p-member = Member
p-what = What
p-log-records = { $number ->
    [one] 1 record
   *[other] { $number } records
}
p-log-claims = { $number ->
    [one] 1 claim
   *[other] { $number } claims
}
p-log-retracted = { $number } retracted
p-log-reviewed = { $number } reviewed
p-log-checkpoints = { $number ->
    [one] 1 checkpoint
   *[other] { $number } checkpoints
}
p-log-stamps = { $number ->
    [one] 1 time stamp
   *[other] { $number } time stamps
}
p-log-not-understood = { $number } not understood
p-log-older = { $number } earlier
p-existed-before = existed before { $time }

### How the case is looked at

p-view-lede = Every page, count and hit is computed for these eyes and this day. It lasts until the case is locked.
p-view-level = Seen as
p-view-level-note = What one at this level may not see is not there: in no page, count or hit. On this computer it is a rule for what is shown; whoever can unlock the case can change it.
p-view-as-of = What the log held at the end of this day
p-view-known-by = Only sources that were public by this day
p-view-released = Only what has been released
p-view-language = Language of the pages
p-view-theme = Colours
p-theme-system = as the system has it
p-theme-light = light
p-theme-dark = dark
p-view-take = Look at it so
p-view-bad-date = "{ $date }" is not a date; write 2013-07-10, 2013-07 or 2013.

### Findings

p-room-findings = Findings
p-findings-standards = { $number } standards with findings
p-findings-lede = What standards ask, set against what is claimed. Conditions are applied and no judgement is passed: whether a rule was broken is for people to say. Nothing follows from what is not recorded.
p-findings-partial = Contents are withheld from this copy; so nothing is said to be not met.
p-findings-none = No standard is about anything that is recorded. Nothing follows from that.
p-outcome-met = Met on the facts claimed
p-outcome-possible = Possible
p-outcome-unjudged = Cannot be judged
p-outcome-not-met = Not met on the facts claimed
p-outcome-later = Later benchmarks
p-later-note = Adopted after the facts: they measure, and did not bind.
p-adopted = Adopted { $date }.
p-to-be-confirmed = Paragraph to be confirmed.
p-on-the-account-of = On the account of
p-missing = Missing, not looked for:
p-left-open = Left open:
p-part-by-part = Part by part
p-part-met = met
p-part-not-met = not met
p-part-not-known = not known
p-days = { $days } days

### Accountability

p-room-accountability = Accountability
p-ladders-number = { $number } acts, events and deaths
p-accountability-lede = What followed each act, event and death, step by step. A clock runs only to the last day of which somebody says that nothing was done; where nobody looked, nothing follows.
p-accountability-none = No act, event or death is recorded. Nothing follows from that.
p-act-by-act = Act by act
p-act-n = matter { $number }
p-totals = On how many of them
p-rung = Step
p-rung-claimed = claimed
p-rung-missing = said to be missing
p-not-looked-for = Not looked for
p-rung-allegation = Allegation
p-rung-complaint = Complaint
p-rung-registration = Registration
p-rung-inquiry = Inquiry
p-rung-suspension = Suspension
p-rung-charge = Charge
p-rung-trial = Trial
p-rung-decision = Decision
p-rung-appeal = Appeal
p-rung-redress = Redress
p-at-least = at least { $number }
p-after-days = after { $days }
p-as-of = as of { $days }
p-part-of = part of
p-tallies-killed = { $number ->
    [one] People killed: one figure, and whose
   *[other] People killed: { $number } figures, and whose
}
p-tallies-charged = { $number ->
    [one] People charged or tried: one figure, and whose
   *[other] People charged or tried: { $number } figures, and whose
}
p-gap-asserted = somebody says so
p-gap-no-other = somebody says that there are no others
p-gap-searched = searched for, none found
p-gap-decided = ruled so
p-charge-claimed = A charge is claimed
p-charge-none = No charge claimed
p-charge-not-looked-for = Charge not looked for
p-in-question = Independence in question
p-principle = Principles on the Effective Investigation of Torture (General Assembly resolution 55/89), principle 2.
p-principle-limit = The principle asks independence from those suspected and the agency they serve; these are said to have ordered or held.
p-tie-responsible = said to have a part in
p-tie-same-agency = of the agency
p-tie-command = in one line of command with
p-tie-holds = holds those concerned:
p-tie-ordered = ordered
p-tie-also-conducts = also conducts
p-conduct-beside-charge = What is said to have been done, beside the charges
p-conduct = What is said to have been done
p-charges = Charges and decisions
p-standings = { $number } said to be responsible, charged or suspected
p-charged = charged or tried
p-then-earlier = earlier
p-then = at the time
p-then-later = later
p-then-perhaps = perhaps at the time
p-then-not-stated = when is not stated

# Adding documents, and long work
p-add = Add documents
p-add-title = Add documents
p-add-lede = Files are sealed as they come, with their digest in the log, and read in a process that can do nothing else. What cannot be read as text is kept all the same.
p-add-source = Of which source
p-add-source-note = A handle or a name. Left empty, each file becomes a source of its own.
p-add-received = Received on
p-add-received-note = A day, a month or a year. Left empty, today.
p-add-from = Received from
p-add-note = What is to be said of how it was received
p-add-files = Files
p-add-files-note = Of any kind, at most { $megabytes } MB each. Larger ones: onus add.
p-add-it = Add them
p-add-no-file = Choose at least one file.
p-add-readable = The files themselves stay where they are on this computer, readable by whoever finds them: delete them safely, or keep them where they are safe.
p-added-new = new
p-added-received-again = received once more
p-added-read-again = read again
p-added-there = there already
p-added-refused = not added
p-added-texts = { $texts ->
    [0] no text
    [one] one text, { $letters } characters
   *[other] { $texts } texts, { $letters } characters
}
p-work-title = Work under way
p-work-lede = What takes longer goes on while you read elsewhere. It is kept here until the case is locked.
p-work-none = Nothing was started in this session.
p-work-add = Adding documents
p-work-verify = Checking everything
p-work-look = See how far it is
p-work-again = Look again
p-work-done = Done
p-work-failed = Not done
p-work-waiting = Beginning
p-work-pages = Reading the pages of the database
p-work-files = Reading the sealed files
p-work-commits = { $done ->
    [one] One commit checked
   *[other] { $done } commits checked
}
p-work-comparing = Comparing what is kept with what the log says
p-work-reading = { $done } of { $of } files read
p-work-finding = Making passages findable
p-work-enough = Two pieces of work are under way already: let one of them end first.
p-verify-going = Everything is being checked.

# Records that may be one
p-room-links = May be one
p-links-waiting = { $number ->
    [0] No pair waits for a judgement
    [one] One pair waits for a judgement
   *[other] { $number } pairs wait for a judgement
}
p-links-lede = Names bring two records together; they never decide between two people. What both are said to be stands side by side. Judgements are the team’s, and can be taken back.
p-links-none = No two records are called alike.
p-links-pair = pair
p-links-name = Called the same: { $first }.
p-links-spelling = Spelt otherwise: { $first }, { $second }.
p-links-part = The words of one name are in the other: { $first }, { $second }.
p-links-facts = No name brings them together.
p-links-not-judged = not judged
p-links-nothing-else = Nothing else is said of both.
p-links-evidence = What both are said to be
p-links-weighs = Speaks
p-links-for = for
p-links-against = against
p-links-open = cannot be told
p-links-reason = Why (goes into the log)
p-links-no-reason = Say why: the reason goes into the log.
p-links-no-grade = Judge: the same, probably the same, not settled, or two.
p-links-joined = Judged to be one
p-links-joined-note = These records stand for one. When the judgements are taken back they are two again, with every claim where it was.
p-judge-same = They are one
p-judge-probably-same = Probably one
p-judge-undetermined = Not settled
p-judge-distinct = They are two
p-judge-back = Take the judgement back
p-judge-part = Take the judgements back: they are not one
p-unnamed = without a name
p-only-about = Only about

# How the case can be attacked
p-room-challenge = How it can be attacked
p-challenge-lines = { $number ->
    [one] One line
   *[other] { $number } lines
}
p-challenge-lede = As a hostile lawyer reads it. What can be said against a line is only what its own claims show; none of it says that the line is wrong. That on which most rests comes first.
p-challenge-none = Nothing is claimed yet that could be attacked.
p-challenge-nothing = Nothing in its claims speaks against it.
p-challenge-some = of some of its claims
p-challenge-rests = { $sentences } other sentences need one of its claims; { $claims } claims rest on them.
p-challenge-pillars = Voices on which sentences rest alone
p-challenge-alone = alone in { $alone } of { $all }

# Members
p-room-members = Members
p-members-number = { $number ->
    [one] One member
   *[other] { $number } members
}
p-members-lede = Who may change the case, and from which device. Every commit carries the key of the device that made it.
p-members-nameless = a member whose name is not here
p-members-how = Members are added, and devices admitted or revoked, with onus members.
p-since = since { $day }
p-device = Device
p-devices = Devices
p-state = State
p-added-on = Added
p-last-on = Last commit
p-device-here = (this one)
p-role-owner = owner
p-role-custodian = custodian
p-role-reviewer = reviewer
p-role-coder = coder
p-role-reader = reader
p-device-enrolled = in use
p-device-retired = taken out of use
p-device-revoked = revoked
p-device-forked = forked
p-device-not-admitted = not admitted

# A record on another day
p-history = As the log stood on
p-history-show = Show
p-history-is = As of the end of { $day }.
p-history-now = Now

# Map and network
p-room-map = Map
p-map-number = { $number ->
    [0] No place with a position
    [one] One place with a position
   *[other] { $number } places with a position
}
p-map-lede = A position is as wide as it is known: an area, not a pin. Only what somebody claims is drawn.
p-map-none = Nobody claims coordinates of any place. A claim about a place, such as 43.338,52.855 within 500, puts it on the map.
p-map-title = Map of { $number ->
    [one] one place
   *[other] { $number } places
}; the table below says the same
p-map-inset = Where in the world that is
p-map-caption = Filled: the area within which the position is known, to scale. A dotted ring: an area too small to be seen here. Land and borders: Natural Earth, 1:110 million; they are no statement of the case.
p-map-km = { $km } km
p-map-no = No.
p-map-where = Place
p-map-known = Position, and whose
p-map-tied = What is tied to it
p-map-table = Places on the map
p-map-inside = within it, nobody says where:
p-map-exact = no bound is claimed
p-map-within-m = known to within { $metres } m
p-map-within-km = known to within { $km } km
p-map-unlocated = Without a position
p-map-unlocated-note = Nobody says where these are, nor where what contains them is. Nothing is looked up.
p-room-network = Network
p-network-number = { $records } records, { $ties } ties
p-network-lede = People, units, acts and events, and the ties that somebody claims. A tie says no more than its claims do.
p-network-none = Nobody is tied to anything yet that could be drawn.
p-network-around = Around
p-network-about = Around a record
p-network-left-out = { $number ->
    [one] One more is tied to these; see its own page.
   *[other] { $number } more are tied to these. Go on from one of them to see its own.
}
p-network-ties = The same as a list
p-network-title = { $records } records and { $ties } ties; the list below says the same
p-network-units = Units
p-network-people = People
p-network-happened = Acts and events
p-network-go-on = go on from here
