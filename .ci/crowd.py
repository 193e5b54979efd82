"""Riders over MQTT 5 and TLS who wait for what a node says when it goes: crowd.py HOST PORT AUTHORITY TOKEN HOW_MANY FILE.

The file says "there" once all are connected, and in the end how many were told with 0x8B (server shutting down) and how many were not.
"""
import asyncio
import resource
import ssl
import sys

host, port, authority, token, count, file = sys.argv[1:]
AT_ONCE = asyncio.Semaphore(40)
DISCONNECT, SHUTTING_DOWN = 0xE0, 0x8B


def text(value):
    return len(value).to_bytes(2, "big") + value.encode()


def connect(client):
    body = text("MQTT") + bytes([5, 0xC2]) + (600).to_bytes(2, "big") + b"\0" + text(client) + text("kb") + text(token)
    return bytes([0x10, len(body) % 128 | 0x80, len(body) // 128]) + body


async def rider(number, tls):
    async with AT_ONCE:
        reader, writer = await asyncio.open_connection(host, int(port), ssl=tls, server_hostname=host)
        writer.write(connect(f"crowd-{number}"))
        connack = await reader.readexactly(2)
        body = await reader.readexactly(connack[1])
        assert connack[0] == 0x20 and body[1] == 0, "not let in"
    return reader, writer


async def last_word(reader, writer):
    try:
        said = await reader.read()
    except OSError:
        said = b""
    writer.close()
    return len(said) > 2 and said[0] == DISCONNECT and said[2] == SHUTTING_DOWN


def say(words):
    with open(file, "w") as out:
        out.write(words + "\n")


async def main():
    tls = ssl.create_default_context(cafile=authority)
    riders = await asyncio.gather(*(rider(number, tls) for number in range(int(count))))
    say("there")
    told = await asyncio.gather(*(last_word(*each) for each in riders))
    say(f"told {sum(told)} not {len(told) - sum(told)}")


resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
asyncio.run(main())
