"""The old Python room's client, in what it does on the wire: one recv(1024), decoded, parsed as one JSON object, then the
next; whatever goes wrong there ends it. Lines of input are what its person types, the first one the nickname. Prints
the greeting, and each object that it was sent, as a line of JSON."""

import json
import os
import socket
import sys
import threading


def show(frame):
    print(json.dumps(frame), flush=True)


def receive(connection):
    try:
        while True:
            show(json.loads(connection.recv(1024).decode("utf-8")))
    except Exception:
        os._exit(1)


def request(line):
    if line.startswith("@"):
        nickname, _, text = line[1:].partition(" ")
        return {"type": "sendto", "nickname": nickname, "msg": text}
    if line.startswith("/"):
        types = {"/ls": "ls", "/help": "help", "/h": "help", "/i": "ignore"}
        return {"type": types[line], "msg": None} if line in types else None
    return {"type": "broadcast", "msg": line}


def main():
    sys.stdin.reconfigure(encoding="utf-8")
    connection = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    show({"type": "greeting", "msg": connection.recv(1024).decode("utf-8")})
    threading.Thread(target=receive, args=(connection,), daemon=True).start()
    connection.sendall(json.dumps({"type": "login", "msg": input()}).encode("utf-8"))
    for line in sys.stdin:
        wanted = request(line.rstrip("\n"))
        if wanted is not None:
            connection.sendall(json.dumps(wanted).encode("utf-8"))
    connection.close()


main()
