#include "base/dynlib.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Pointers to functions are as large as those to data wherever dlsym is (POSIX). */
static msd_status fill(const msdx_dynlib *lib, void *handle, msd_error *err)
{
    for (size_t i = 0; i < lib->n; i++) {
        void *function = dlsym(handle, lib->name[i]);
        if (!function) return msdx_err(err, MSD_EUNSUPPORTED, 0, "%s has no %s", lib->file, lib->name[i]);
        memcpy((char *)lib->table + i * sizeof function, &function, sizeof function);
    }
    return MSD_OK;
}

static msd_status open_locked(msdx_dynlib *lib, msd_error *err)
{
    if (lib->is_open) return MSD_OK;
    void *handle = dlopen(lib->file, RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        const char *why = dlerror();
        return msdx_err(err, MSD_EUNSUPPORTED, 0, "%.200s", why ? why : lib->file);
    }
    msd_status st = fill(lib, handle, err);
    if (st != MSD_OK)
        dlclose(handle);
    else
        lib->is_open = true;
    return st;
}

msd_status msdx_dynlib_open(msdx_dynlib *lib, msd_error *err)
{
    pthread_mutex_lock(&lock);
    msd_status st = open_locked(lib, err);
    pthread_mutex_unlock(&lock);
    return st;
}
