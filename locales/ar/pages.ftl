# The words of pages.
#
# UNREVIEWED: no native reader has checked these. A message that is missing is said in English.
