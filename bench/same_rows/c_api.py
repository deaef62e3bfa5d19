"""The C interface, document by document: msd_code and msd_doc_json."""
import ctypes as c

from same_rows import KEYS, field
from same_rows.library import Input, Library

NAME, ORDER = "c", 1


def lines(build, path, documents):
    library = Library(build)
    lib, worker, doc, out = library.lib, c.c_void_p(), c.c_void_p(), c.c_void_p()
    library.check(lib.msd_worker_new(c.byref(worker), library.engine, c.byref(library.error)))
    for document in documents:
        value = {name: v.encode() if (v := field(document, name)) is not None else None for name in KEYS}
        given = Input(n_byte=len(value["text"]), **value)
        library.check(lib.msd_code(worker, c.byref(given), c.byref(doc), c.byref(library.error)))
        library.check(lib.msd_doc_json(doc, c.byref(out), None, c.byref(library.error)))
        yield from c.string_at(out).splitlines()
        lib.msd_free(out)
        lib.msd_doc_free(doc)
    lib.msd_worker_free(worker)
    lib.msd_engine_close(library.engine)
