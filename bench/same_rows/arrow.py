"""Tables: msd_code_arrow over a batch of all documents, on two threads."""
import ctypes as c
import struct

from same_rows import KEYS, field
from same_rows.library import Array, ArrowOptions, Library, Schema

NAME, ORDER = "arrow", 2
NEVER = c.CFUNCTYPE(None, c.c_void_p)(lambda _: None)  # nobody releases what went in


def column(values, keep):
    """An array of texts, as the Arrow C Data Interface has it."""
    valid, ends, data = bytearray((len(values) + 7) // 8), [0], []
    for i, value in enumerate(values):
        if value is not None:
            valid[i // 8] |= 1 << i % 8
            data.append(value.encode())
        ends.append(ends[-1] + (len(data[-1]) if value is not None else 0))
    parts = [c.create_string_buffer(bytes(b) or b"\0") for b in
             (valid, struct.pack(f"={len(ends)}q", *ends), b"".join(data))]
    buffers = (c.c_void_p * 3)(*map(c.addressof, parts))
    keep += [parts, buffers]
    return Array(length=len(values), null_count=-1, n_buffers=3, buffers=buffers, release=c.cast(NEVER, c.c_void_p))


def texts(array):
    """The texts of an array that has no nulls."""
    ends = c.cast(array.buffers[1], c.POINTER(c.c_int32))
    data = array.buffers[2]
    return [c.string_at(data + ends[i], ends[i + 1] - ends[i]) for i in range(array.length)]


def lines(build, path, documents):
    library, keep = Library(build), []
    arrays = [column([field(d, name) for d in documents], keep) for name in KEYS]
    release = c.cast(NEVER, c.c_void_p)
    types = [Schema(format=b"U", name=name.encode(), flags=2, release=release) for name in KEYS]
    schema = Schema(format=b"+s", name=b"", n_children=len(types), release=release,
                    children=(c.POINTER(Schema) * len(types))(*map(c.pointer, types)))
    batch = Array(length=len(documents), n_buffers=1, buffers=(c.c_void_p * 1)(None), n_children=len(arrays),
                  children=(c.POINTER(Array) * len(arrays))(*map(c.pointer, arrays)), release=release)
    out_schema, out = Schema(), Array()
    library.check(library.lib.msd_code_arrow(library.engine, c.byref(schema), c.byref(batch),
                                             c.byref(ArrowOptions(jobs=2, lines=True)), c.byref(out_schema),
                                             c.byref(out), c.byref(library.error)))
    claims = out.children[2].contents
    got = texts(claims.children[0].contents)
    for thing, kind in ((out, Array), (out_schema, Schema)):
        c.CFUNCTYPE(None, c.POINTER(kind))(thing.release)(c.byref(thing))
    library.lib.msd_engine_close(library.engine)
    return got
