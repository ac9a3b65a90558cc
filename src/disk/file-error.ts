/** What stands in the way of a file; `code` is the system's word where it is the system that says so. */
export class FileError extends Error {
  readonly syscall = 'open';

  constructor(
    readonly path: string,
    readonly reason: string,
    readonly code: string,
  ) {
    super(`${path}: ${reason}`);
  }
}

/** Whether an error is what the file system says: that something is not there, not for us, full, or too large. */
export function isFileError(error: unknown): error is Error & {readonly code: unknown} {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if ('syscall' in error) return !ELSEWHERE.test(String(error.syscall));
  return error.code === 'ERR_FS_FILE_TOO_LARGE' || error.code === 'ERR_STRING_TOO_LONG';
}

/** What the system says of networks and processes. */
const ELSEWHERE = /^(?:accept|bind|connect|getaddrinfo|kill|listen|spawn|uv_)/;

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return isFileError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** An error of the file system as a sentence: which file, and what stands in its way. */
export function fileErrorText(error: Error): string {
  const {path, reason} = fileErrorParts(error);
  return path === undefined ? reason : `${path}: ${reason}`;
}

/** The same in two parts. */
export function fileErrorParts(error: Error): {readonly path: string | undefined; readonly reason: string} {
  if (error instanceof FileError) return {path: error.path, reason: error.reason};
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const code = 'code' in error ? String(error.code) : '';
  return {path, reason: REASONS[code] ?? error.message};
}

/** An error of the file system as one of a file, which the system doesn't name, or by another name; any other error as it is. */
export function aboutFile(error: unknown, file: string, what?: string): unknown {
  if (!isFileError(error)) return error;
  const {reason} = fileErrorParts(error);
  return new FileError(file, what === undefined ? reason : `${what}: ${reason}`, String(error.code));
}

/** What the codes of the file system mean (errno(3)). */
const REASONS: Readonly<Record<string, string | undefined>> = {
  EACCES: 'no permission',
  EAGAIN: 'there is nothing to read',
  EBUSY: 'it is in use',
  EDQUOT: 'the quota is used up',
  EEXIST: 'it is there already',
  EFBIG: 'it would be larger than files may be here',
  EIO: "the disk can't be read or written",
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENODEV: 'it is not a file',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
  ENOTEMPTY: 'the folder is not empty',
  ENXIO: 'it is not a file',
  EPERM: 'it is not permitted',
  EROFS: 'the disk can only be read',
  ESTALE: 'it went away on the network share',
  ERR_FS_EISDIR: 'it is a folder, not a file',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
  ERR_STRING_TOO_LONG: 'it is larger than 512 MiB',
};
