/** Whether an error is what the file system says: that something is not there, not for us, full, or too large. */
export function isFileError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return 'syscall' in error || error.code === 'ERR_FS_FILE_TOO_LARGE';
}
