const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** System calls that every task may make, by what they are about. Names that an architecture lacks do no harm. */
export const ordinaryCalls: Readonly<Record<string, readonly string[]>> = {
  files: words(`
    access chdir chmod chown chown32 close close_range creat dup dup2 dup3 faccessat faccessat2 fadvise64 fadvise64_64
    fallocate fchdir fchmod fchmodat fchmodat2 fchown fchown32 fchownat fcntl fcntl64 fdatasync flock fstat fstat64
    fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64 getcwd getdents getdents64 lchown lchown32 link linkat
    _llseek lseek lstat lstat64 mkdir mkdirat mknod mknodat newfstatat _newselect open openat openat2 pread64 preadv
    preadv2 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv rename renameat renameat2 rmdir stat
    stat64 statfs statfs64 statx symlink symlinkat sync sync_file_range sync_file_range2 arm_sync_file_range syncfs
    truncate truncate64 umask unlink unlinkat utime utimensat utimensat_time64 utimes futimesat write writev cachestat
  `),
  attributes: words(`
    fgetxattr flistxattr fremovexattr fsetxattr getxattr lgetxattr listxattr llistxattr lremovexattr lsetxattr
    removexattr setxattr
  `),
  transfer: words('copy_file_range sendfile sendfile64 splice tee vmsplice'),
  waiting: words(`
    epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd
    eventfd2 poll ppoll ppoll_time64 pselect6 pselect6_time64 select signalfd signalfd4 inotify_add_watch inotify_init
    inotify_init1 inotify_rm_watch
  `),
  asynchronous: words(`
    io_cancel io_destroy io_getevents io_pgetevents io_pgetevents_time64 io_setup io_submit ioprio_get ioprio_set
  `),
  pipesAndTerminals: words('ioctl memfd_create pipe pipe2'),
  sockets: words(`
    accept accept4 bind connect getpeername getsockname getsockopt listen recv recvfrom recvmmsg recvmmsg_time64
    recvmsg send sendmmsg sendmsg sendto setsockopt shutdown socket socketcall socketpair
  `),
  memory: words(`
    brk madvise membarrier memfd_secret mincore mlock mlock2 mlockall mmap mmap2 map_shadow_stack modify_ldt mprotect
    mremap mseal msync munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect remap_file_pages process_mrelease
  `),
  processes: words(`
    execve execveat exit exit_group fork getpgid getpgrp getpid getppid getpriority getrlimit getrusage getsid gettid
    pidfd_open pidfd_send_signal prlimit64 setpgid setpriority setrlimit setsid ugetrlimit vfork wait4 waitid waitpid
    arch_prctl prctl rseq set_thread_area get_thread_area set_tls get_tls set_tid_address uname sysinfo times
    getcpu capget capset
  `),
  scheduling: words(`
    sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler
    sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity sched_setattr sched_setparam
    sched_setscheduler sched_yield
  `),
  users: words(`
    getegid getegid32 geteuid geteuid32 getgid getgid32 getgroups getgroups32 getresgid getresgid32 getresuid
    getresuid32 getuid getuid32 setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32 setgroups setgroups32 setregid
    setregid32 setresgid setresgid32 setresuid setresuid32 setreuid setreuid32 setuid setuid32
  `),
  signals: words(`
    alarm kill pause restart_syscall rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn
    rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo sigaltstack sigprocmask sigreturn tgkill tkill
  `),
  locks: words(`
    futex futex_requeue futex_time64 futex_wait futex_waitv futex_wake get_robust_list set_robust_list landlock_add_rule
    landlock_create_ruleset landlock_restrict_self seccomp
  `),
  interprocess: words(`
    ipc mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend mq_timedsend_time64
    mq_unlink msgctl msgget msgrcv msgsnd semctl semget semop semtimedop semtimedop_time64 shmat shmctl shmdt shmget
  `),
  clocks: words(`
    clock_getres clock_getres_time64 clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 getitimer
    gettimeofday nanosleep setitimer time timer_create timer_delete timer_getoverrun timer_gettime timer_gettime64
    timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64
  `),
  randomness: words('getrandom'),
  tracing: words('process_vm_readv process_vm_writev ptrace'),
  arm: words('breakpoint cacheflush'),
};

/** System calls that a capability brings with it. */
export const callsByCapability: Readonly<Record<string, readonly string[]>> = {
  CAP_DAC_READ_SEARCH: words('name_to_handle_at open_by_handle_at'),
  CAP_SYS_ADMIN: words(`
    bpf clone3 fanotify_init fanotify_mark fsconfig fsmount fsopen fspick lookup_dcookie mount mount_setattr move_mount
    open_tree perf_event_open quotactl quotactl_fd setdomainname sethostname setns syslog umount umount2 unshare
  `),
  CAP_SYS_BOOT: words('reboot'),
  CAP_SYS_CHROOT: words('chroot'),
  CAP_SYS_MODULE: words('delete_module init_module finit_module'),
  CAP_SYS_PACCT: words('acct'),
  CAP_SYS_PTRACE: words('kcmp pidfd_getfd process_madvise'),
  CAP_SYS_RAWIO: words('iopl ioperm'),
  CAP_SYS_TIME: words(
    'settimeofday stime clock_settime clock_settime64 adjtimex clock_adjtime clock_adjtime64',
  ),
  CAP_SYS_TTY_CONFIG: words('vhangup'),
  CAP_SYS_NICE: words('get_mempolicy mbind set_mempolicy set_mempolicy_home_node migrate_pages move_pages'),
  CAP_SYSLOG: words('syslog'),
  CAP_BPF: words('bpf'),
  CAP_PERFMON: words('perf_event_open'),
};

/** System calls that no capability brings back: they are refused by name, so that nobody takes them for unknown. */
export const refusedCalls: readonly string[] = words(`
  add_key keyctl request_key kexec_load kexec_file_load swapon swapoff pivot_root userfaultfd io_uring_enter
  io_uring_register io_uring_setup nfsservctl _sysctl uselib ustat sysfs vm86 vm86old create_module get_kernel_syms
  query_module bdflush
`);
