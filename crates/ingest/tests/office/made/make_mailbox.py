"""Makes a mailbox with Python's own library: python3 make_mailbox.py OUT FILE...

Its first message has the files attached; the second has a body in two forms that say different things, a
picture, and a message inside; the third quotes a line that looks like the beginning of a message.
"""

import mailbox
import pathlib
import sys
from email.message import EmailMessage
from email.utils import format_datetime
from datetime import datetime, timezone, timedelta

out, *files = sys.argv[1:]
box = mailbox.mbox(out)


def message(subject, day):
    made = EmailMessage()
    made["From"] = "Лена Ост <lena@example.org>"
    made["To"] = "Mira Halden <mira@example.org>, jonas@example.org"
    made["Cc"] = "court@example.org"
    made["Date"] = format_datetime(datetime(2019, 4, day, 10, 30, tzinfo=timezone(timedelta(hours=2))))
    made["Subject"] = subject
    made["Message-ID"] = f"<{day}@example.org>"
    return made


first = message("Пресс-релиз от 10 июля", 1)
first.set_content("Attached as text and as a document.\n\nКөктем шықты.\n")
for name in files:
    path = pathlib.Path(name)
    kind = {
        ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    }.get(path.suffix, ("application", "octet-stream"))
    first.add_attachment(path.read_bytes(), *kind, filename=path.name)
box.add(first)

second = message("Two forms", 2)
second.set_content("Seventeen were hurt.\n")
second.add_alternative("<p>Seventeen were <b>hurt</b>.</p><p>One died.</p>", subtype="html")
second.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="../../quay.png")
second.add_attachment(message("inside", 9))
box.add(second)

third = message("Same in both forms", 3)
third.set_content("He wrote:\n\nFrom 5 to 7 people at 10:30 in 2019\n", charset="koi8-r", cte="base64")
third.add_alternative("<p>He wrote:<p>From 5 to 7 people at 10:30 in 2019", subtype="html")
box.add(third)
box.close()
