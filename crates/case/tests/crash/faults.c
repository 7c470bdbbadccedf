/* Stands between a program and its file system, and lets the power fail or the disk refuse.
 *
 * Preloaded, it looks at what the program does to files below FAULT_ROOT.
 *
 *   FAULT_COUNT=FILE   writes to FILE at the end how many synchronisations and how many changes there were
 *   FAULT_FAIL=N       the Nth change (write, truncation, synchronisation, new file, rename, removal)
 *                      fails with "no space left on device"; FAULT_FULL=1: so does every later one
 *   FAULT_CUT=N        at the Nth synchronisation the power fails: what was not synchronised is undone, and the
 *                      process ends with 137. FAULT_SEED=S: of what was not synchronised, each write is
 *                      kept or lost by chance, and names are lost from some moment on
 *
 * What a disk keeps after a power cut is what was synchronised; a name (of a new, renamed or removed file) is kept
 * once its folder was. To be able to undo, what a write replaces is read before it is made, and files that
 * are removed or renamed over keep a second name outside of FAULT_ROOT, below FAULT_ASIDE.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { DATA, LENGTH, CREATED, RENAMED, REMOVED };

struct change {
    struct change *next; /* the one before it */
    enum kind kind;
    int file; /* of DATA and LENGTH: to write with */
    dev_t device;
    ino_t inode;
    off_t at;
    size_t length;
    char *bytes;
    char *path, *other; /* of names: the path, and where a second name is, or the new path */
    char *aside;
};

static struct change *changes;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *aside, *count_file;
static long syncs, touched, cut_at = -1, fail_at = -1, names;
static int full, random_loss, ready;
static uint64_t chance;

static uint64_t roll(void) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return chance;
}

static void begin(void) {
    if (ready) return;
    ready = 1;
    root = getenv("FAULT_ROOT");
    aside = getenv("FAULT_ASIDE");
    count_file = getenv("FAULT_COUNT");
    if (getenv("FAULT_CUT")) cut_at = atol(getenv("FAULT_CUT"));
    if (getenv("FAULT_FAIL")) fail_at = atol(getenv("FAULT_FAIL"));
    full = getenv("FAULT_FULL") != NULL;
    if (getenv("FAULT_SEED")) {
        random_loss = 1;
        chance = 0x9e3779b97f4a7c15ull ^ (strtoull(getenv("FAULT_SEED"), NULL, 10) * 2654435761ull);
        for (int turn = 0; turn < 8; turn++) roll();
    }
}

__attribute__((destructor)) static void end(void) {
    if (!count_file) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0) return;
    char said[64];
    int length = snprintf(said, sizeof said, "%ld %ld\n", syncs, touched);
    if (syscall(SYS_write, file, said, length) < 0) abort();
}

static int below(const char *path) {
    begin();
    if (!root || !path) return 0;
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The path of what is open, if it is below the root. */
static int path_of(int file, char path[PATH_MAX]) {
    char link[64];
    begin();
    if (!root || file < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

/* A path as it is said, made whole. */
static int whole(int folder, const char *said, char path[PATH_MAX]) {
    begin();
    if (!root || !said) return 0;
    if (said[0] == '/') {
        snprintf(path, PATH_MAX, "%s", said);
        return below(path);
    }
    char base[PATH_MAX];
    if (folder == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return 0;
    } else if (!path_of(folder, base)) {
        return 0;
    }
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s", base, said) >= PATH_MAX) return 0;
    return below(path);
}

static struct change *push(enum kind kind) {
    struct change *change = calloc(1, sizeof *change);
    if (!change) abort();
    change->kind = kind;
    change->file = -1;
    change->next = changes;
    changes = change;
    return change;
}

static void drop(struct change *change) {
    free(change->bytes);
    free(change->path);
    free(change->other);
    free(change->aside);
    free(change);
}

static void write_all(int file, const char *bytes, size_t length, off_t at) {
    while (length > 0) {
        ssize_t wrote = syscall(SYS_pwrite64, file, bytes, length, at);
        if (wrote <= 0) return;
        bytes += wrote;
        length -= (size_t)wrote;
        at += wrote;
    }
}

static void undo(struct change *change) {
    switch (change->kind) {
    case DATA: write_all(change->file, change->bytes, change->length, change->at); break;
    case LENGTH: if (syscall(SYS_ftruncate, change->file, change->at) < 0) abort(); break;
    case CREATED: syscall(SYS_unlinkat, AT_FDCWD, change->path, 0); break;
    case RENAMED:
        syscall(SYS_renameat2, AT_FDCWD, change->other, AT_FDCWD, change->path, 0);
        if (change->aside)
            syscall(SYS_renameat2, AT_FDCWD, change->aside, AT_FDCWD, change->other, 0);
        break;
    case REMOVED:
        if (change->aside)
            syscall(SYS_renameat2, AT_FDCWD, change->aside, AT_FDCWD, change->path, 0);
        break;
    }
}

/* The power fails. */
static void cut(void) {
    int names_lost = 1; /* the last names are the first to be lost */
    for (struct change *change = changes; change; change = change->next) {
        if (change->kind >= CREATED) {
            if (random_loss && names_lost && roll() % 3 == 0) names_lost = 0;
            if (names_lost) undo(change);
        } else if (!random_loss || roll() % 2 == 0) {
            undo(change);
        }
    }
    _exit(137);
}

/* Counts a change; tells whether it is to fail. */
static int fails(void) {
    touched++;
    if (touched == fail_at || (full && fail_at >= 0 && touched > fail_at)) {
        errno = ENOSPC;
        return 1;
    }
    return 0;
}

static int watching(void) { return cut_at >= 0; }

/* A way to write to what is open, kept to the end: closing it would give back the program's locks. */
struct kept {
    struct kept *next;
    int file;
    dev_t device;
    ino_t inode;
};

static struct kept *kept_open;

static int own(int file, struct stat *data) {
    if (fstat(file, data) < 0) return -1;
    for (struct kept *kept = kept_open; kept; kept = kept->next)
        if (kept->device == data->st_dev && kept->inode == data->st_ino) return kept->file;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    int again = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDWR | O_CLOEXEC, 0);
    struct kept *kept = malloc(sizeof *kept);
    if (!kept || again < 0) abort();
    *kept = (struct kept){ kept_open, again, data->st_dev, data->st_ino };
    kept_open = kept;
    return again;
}

static void note(int file, off_t at, size_t length) {
    struct stat data;
    int own_file = own(file, &data);
    if (own_file < 0 || !S_ISREG(data.st_mode)) return;
    if (at + (off_t)length > data.st_size) {
        struct change *change = push(LENGTH);
        change->file = own_file;
        change->device = data.st_dev;
        change->inode = data.st_ino;
        change->at = data.st_size;
    }
    if (at < data.st_size) {
        size_t kept = (size_t)(data.st_size - at);
        if (kept > length) kept = length;
        struct change *change = push(DATA);
        change->file = own_file;
        change->device = data.st_dev;
        change->inode = data.st_ino;
        change->at = at;
        change->bytes = malloc(kept ? kept : 1);
        if (!change->bytes) abort();
        ssize_t was = syscall(SYS_pread64, own_file, change->bytes, kept, at);
        change->length = was < 0 ? 0 : (size_t)was;
    }
}

static ssize_t written(int file, off_t at, size_t length) {
    char path[PATH_MAX];
    if (!path_of(file, path) || strstr(path, "-shm")) return 0;
    pthread_mutex_lock(&lock);
    int failed = fails();
    if (!failed && watching()) {
        if (at < 0) {
            at = lseek(file, 0, SEEK_CUR);
            int flags = fcntl(file, F_GETFL);
            if (flags >= 0 && (flags & O_APPEND)) at = lseek(file, 0, SEEK_END);
        }
        if (at >= 0) note(file, at, length);
    }
    int told = errno;
    pthread_mutex_unlock(&lock);
    errno = told;
    return failed ? -1 : 0;
}

ssize_t write(int file, const void *bytes, size_t length) {
    if (written(file, -1, length) < 0) return -1;
    return syscall(SYS_write, file, bytes, length);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
    if (written(file, at, length) < 0) return -1;
    return syscall(SYS_pwrite64, file, bytes, length, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    return pwrite(file, bytes, length, at);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    size_t length = 0;
    for (int part = 0; part < count; part++) length += parts[part].iov_len;
    if (written(file, -1, length) < 0) return -1;
    return syscall(SYS_writev, file, parts, count);
}

static int synced(int file) {
    char path[PATH_MAX];
    if (!path_of(file, path)) return 0;
    pthread_mutex_lock(&lock);
    syncs++;
    if (syncs == cut_at) cut();
    int failed = fails();
    struct stat data;
    if (!failed && watching() && fstat(file, &data) == 0) {
        size_t length = strlen(path);
        for (struct change **at = &changes; *at;) {
            struct change *change = *at;
            int lasts;
            if (change->kind < CREATED) {
                lasts = change->device == data.st_dev && change->inode == data.st_ino;
            } else {
                lasts = S_ISDIR(data.st_mode) && strncmp(change->path, path, length) == 0
                    && change->path[length] == '/' && !strchr(change->path + length + 1, '/');
            }
            if (lasts) {
                *at = change->next;
                if (change->aside) syscall(SYS_unlinkat, AT_FDCWD, change->aside, 0);
                drop(change);
            } else {
                at = &change->next;
            }
        }
    }
    int told = errno;
    pthread_mutex_unlock(&lock);
    errno = told;
    return failed ? -1 : 0;
}

int fsync(int file) {
    if (synced(file) < 0) return -1;
    return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    if (synced(file) < 0) return -1;
    return (int)syscall(SYS_fdatasync, file);
}

int ftruncate(int file, off_t length) {
    char path[PATH_MAX];
    if (path_of(file, path) && !strstr(path, "-shm")) {
        pthread_mutex_lock(&lock);
        int failed = fails();
        struct stat data;
        if (!failed && watching() && fstat(file, &data) == 0) {
            if (length < data.st_size) note(file, length, (size_t)(data.st_size - length));
            int own_file = own(file, &data);
            if (own_file >= 0) {
                struct change *change = push(LENGTH);
                change->file = own_file;
                change->device = data.st_dev;
                change->inode = data.st_ino;
                change->at = data.st_size;
            }
        }
        pthread_mutex_unlock(&lock);
        if (failed) {
            errno = ENOSPC;
            return -1;
        }
    }
    return (int)syscall(SYS_ftruncate, file, length);
}

int ftruncate64(int file, off64_t length) { return ftruncate(file, length); }

static char *put_aside(const char *path) {
    if (!aside) return NULL;
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s/%ld-%ld", aside, (long)getpid(), names++);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, name, 0) < 0) return NULL;
    return strdup(name);
}

static int opened(int folder, const char *said, int flags, mode_t mode) {
    char path[PATH_MAX];
    int is_new = 0;
    if ((flags & O_CREAT) && whole(folder, said, path)) {
        struct stat data;
        is_new = syscall(SYS_newfstatat, AT_FDCWD, path, &data, AT_SYMLINK_NOFOLLOW) < 0;
        pthread_mutex_lock(&lock);
        int failed = is_new && fails();
        pthread_mutex_unlock(&lock);
        if (failed) {
            errno = ENOSPC;
            return -1;
        }
    }
    int cleared = flags & O_TRUNC;
    int is_below = cleared && !is_new && whole(folder, said, path);
    int file = (int)syscall(SYS_openat, folder, said, is_below ? flags & ~O_TRUNC : flags, mode);
    if (file >= 0 && is_below && (ftruncate(file, 0) < 0)) {
        syscall(SYS_close, file);
        errno = ENOSPC;
        return -1;
    }
    if (file >= 0 && is_new && watching()) {
        pthread_mutex_lock(&lock);
        push(CREATED)->path = strdup(path);
        pthread_mutex_unlock(&lock);
    }
    return file;
}

#define OPEN(NAME, ARGUMENTS, FOLDER)                                                              \
    int NAME ARGUMENTS {                                                                           \
        mode_t mode = 0;                                                                           \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                                     \
            va_list rest;                                                                          \
            va_start(rest, flags);                                                                 \
            mode = (mode_t)va_arg(rest, int);                                                      \
            va_end(rest);                                                                          \
        }                                                                                          \
        return opened(FOLDER, path, flags, mode);                                                  \
    }

OPEN(open, (const char *path, int flags, ...), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD)
OPEN(openat, (int folder, const char *path, int flags, ...), folder)
OPEN(openat64, (int folder, const char *path, int flags, ...), folder)

int rename(const char *from, const char *to) {
    char old[PATH_MAX], new[PATH_MAX];
    if (whole(AT_FDCWD, from, old) && whole(AT_FDCWD, to, new)) {
        pthread_mutex_lock(&lock);
        int failed = fails();
        char *second = !failed && watching() ? put_aside(new) : NULL;
        pthread_mutex_unlock(&lock);
        if (failed) {
            errno = ENOSPC;
            return -1;
        }
        int done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
        if (done == 0 && watching()) {
            pthread_mutex_lock(&lock);
            struct change *change = push(RENAMED);
            change->path = strdup(old);
            change->other = strdup(new);
            change->aside = second;
            pthread_mutex_unlock(&lock);
        }
        return done;
    }
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static int removed(int folder, const char *said, int flags) {
    char path[PATH_MAX];
    if (!(flags & AT_REMOVEDIR) && whole(folder, said, path) && !strstr(path, "-shm")) {
        struct stat data;
        if (syscall(SYS_newfstatat, AT_FDCWD, path, &data, AT_SYMLINK_NOFOLLOW) == 0) {
            pthread_mutex_lock(&lock);
            int failed = fails();
            if (!failed && watching()) {
                char *second = put_aside(path);
                struct change *change = push(REMOVED);
                change->path = strdup(path);
                change->aside = second;
            }
            pthread_mutex_unlock(&lock);
            if (failed) {
                errno = EIO;
                return -1;
            }
        }
    }
    return (int)syscall(SYS_unlinkat, folder, said, flags);
}

int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }

int unlinkat(int folder, const char *path, int flags) { return removed(folder, path, flags); }

/* Room is taken by writing, so that it is seen. */
int posix_fallocate(int file, off_t at, off_t length) {
    (void)file, (void)at, (void)length;
    return 0;
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t length, unsigned flags) {
    (void)from, (void)at, (void)to, (void)to_at, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}
