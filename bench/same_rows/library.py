"""What calls of the shared library need: its structs, for ctypes."""
import ctypes as c
import os

from same_rows import KEYS, Missing


class Options(c.Structure):
    _fields_ = [("model", c.c_char_p), ("knowledge", c.c_char_p), ("overrides", c.c_void_p),
                ("n_override", c.c_size_t), ("dictionaries", c.c_char_p), ("without", c.c_int),
                ("calibration", c.c_char_p)]


class Error(c.Structure):
    _fields_ = [("code", c.c_int), ("pos", c.c_size_t), ("msg", c.c_char * 256)]


class Input(c.Structure):
    _fields_ = [("text", c.c_char_p), ("n_byte", c.c_size_t)] + [(name, c.c_char_p) for name in
                                                                 "id date title url publisher language".split()]


class Schema(c.Structure):
    pass


Schema._fields_ = [("format", c.c_char_p), ("name", c.c_char_p), ("metadata", c.c_char_p), ("flags", c.c_int64),
                   ("n_children", c.c_int64), ("children", c.POINTER(c.POINTER(Schema))),
                   ("dictionary", c.POINTER(Schema)), ("release", c.c_void_p), ("private_data", c.c_void_p)]


class Array(c.Structure):
    pass


Array._fields_ = [("length", c.c_int64), ("null_count", c.c_int64), ("offset", c.c_int64), ("n_buffers", c.c_int64),
                  ("n_children", c.c_int64), ("buffers", c.POINTER(c.c_void_p)),
                  ("children", c.POINTER(c.POINTER(Array))), ("dictionary", c.POINTER(Array)),
                  ("release", c.c_void_p), ("private_data", c.c_void_p)]


class ArrowOptions(c.Structure):
    _fields_ = ([("kind", c.c_int)] + [(name, c.c_char_p) for name in list(KEYS) + ["actor", "recipient"]] +
                [("jobs", c.c_uint), ("lines", c.c_bool)])


class Library:
    def __init__(self, build):
        path = os.path.join(build, "libmasudi.so")
        if not os.path.exists(path):
            raise Missing(f"no {path}")
        self.lib, self.engine, self.error = c.CDLL(path), c.c_void_p(), Error()
        share = os.path.join(build, "share/masudi")
        options = Options(os.environ.get("MASUDI_MODEL", share + "/en.model").encode(),
                          os.environ.get("MASUDI_KNOWLEDGE", share + "/knowledge.msd").encode())
        self.check(self.lib.msd_engine_open(c.byref(self.engine), c.byref(options), c.byref(self.error)))

    def check(self, status):
        if status:
            raise RuntimeError(self.error.msg.decode())
