# The sentences of answers. UNREVIEWED: no native reader has checked this file.
#
# What is missing here is said in English.

# UNREVIEWED

list-and = { $first } и { $last }
list-and-more = { $first } и { $last }
record-unknown = запись
record-without-name = { $type } без названия
record-told-by = { $type }: { $by }
voice-member = команда
voice-unstated = говорящий не указан
voice-unstated-in = говорящий, не указанный в: { $source }
voice-revised = изменено
voice-unsettled = неизвестно, что сказано последним
voice-known-only-through = известно только через: { $through }
status-origins = { $number ->
    [one] { $number } источник сведений
    [few] { $number } источника сведений
   *[many] { $number } источников сведений
}
status-independent = { $number ->
    [0] независимость не показана
   *[other] показана независимость: { $number }
}
status-in-conflict = в противоречии: { $number }
mark-draft = черновик
saying-denies = не так: { $value }
saying-on = { $value }, сказано: { $date }
saying-superseded = позже изменено
told-by = { $value } ({ $voices })
told-denied-by = отрицает: { $voices }
overlay-denied = { $value }: отрицает { $voice }
list-number = { $number ->
    [one] { $number } запись
    [few] { $number } записи
   *[many] { $number } записей
}
timeline-when = когда
timeline-what = что
timeline-who = кто так говорит
timeline-undated = Без даты
brief-happened = Что произошло
brief-to-whom = С кем
brief-authorities = Что говорят власти
brief-others = Что говорят другие
brief-done = Что было сделано
brief-owed = Что обещано, рекомендовано, о чём просили
brief-conflict = В чём противоречия
brief-not-known = Что неизвестно
