/* libchelper, tools that attach to a running image: refused. */
void svm_attach_startup(const char *file) {}
void svm_attach_listener_cleanup(int listener, const char *path) {}
int svm_attach_check_socket_file(const char *path) { return 0; }
int svm_attach_is_init_trigger(const char *path) { return 0; }
int svm_attach_create_listener(const char *path) { return -1; }
int svm_attach_wait_for_request(int listener) { return -1; }
void svm_attach_shutdown_socket(int listener) {}
