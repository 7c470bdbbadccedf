# The sentences of answers. UNREVIEWED: no native reader has checked this file.
#
# What is missing here is said in English.

# UNREVIEWED

list-and = { $first } және { $last }
list-and-more = { $first } және { $last }
record-unknown = жазба
record-told-by = { $type }: { $by }
voice-member = топ
mark-draft = жоба
timeline-when = қашан
timeline-what = не
timeline-who = кім айтады
timeline-undated = Күні жоқ
brief-happened = Не болды
brief-to-whom = Кімге қатысты
brief-authorities = Билік не дейді
brief-others = Басқалар не дейді
brief-done = Не істелді
brief-conflict = Қайшылықтар
brief-not-known = Не белгісіз
