"""Runs a command in a terminal of its own, and types what is given, each once its question stands there."""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

steps, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    time.sleep(0.2)
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 50, 200, 0, 0))

seen = ''


def read():
    global seen
    if select.select([terminal], [], [], 60)[0]:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            chunk = b''
        seen += chunk.decode('utf8', 'replace')
        return bool(chunk)
    sys.exit('nothing comes any more after: ' + seen[-500:])


for question, answer in steps:
    while question not in seen:
        if not read():
            sys.exit('it ended without asking: ' + question + '\n' + seen[-500:])
    seen = seen[seen.index(question) + len(question):]
    # The prompt listens once it is drawn.
    time.sleep(0.1)
    os.write(terminal, answer.encode())
while read():
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
