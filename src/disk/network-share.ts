import {readFileSync, realpathSync} from 'node:fs';

/** Kinds of file systems whose files other machines change, too, and that may show a new file late. */
const SHARES = /^(?:nfs\d?|cifs|smb\d?|smbfs|afs|9p|fuse\.(?:sshfs|s3fs|gcsfuse|rclone|davfs\d?|glusterfs))$/;

/** The kind of network share that a folder lies on, such as nfs4; undefined on disks, and where the system doesn't tell: Linux alone does. */
export function networkShare(folder: string): string | undefined {
  try {
    return shareOf(realpathSync(folder), readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch {
    // There is no /proc.
    return undefined;
  }
}

/** The kind of network share among what is mounted that a path lies on. */
export function shareOf(path: string, mounts: string): string | undefined {
  const kind = fileSystemOf(path, mounts);
  return kind !== undefined && SHARES.test(kind) ? kind : undefined;
}

/** The kind of file system that a path lies on, by what is mounted where: proc_pid_mountinfo(5). */
export function fileSystemOf(path: string, mounts: string): string | undefined {
  let nearest = {point: '', kind: undefined as string | undefined};
  for (const line of mounts.split('\n')) {
    const [before, after] = line.split(' - ');
    const point = before
      .split(' ')[4]
      ?.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
    if (point === undefined || after === undefined) continue;
    const isAbove = point === '/' || path === point || path.startsWith(`${point}/`);
    // What is mounted later hides what was there.
    if (isAbove && point.length >= nearest.point.length) nearest = {point, kind: after.split(' ')[0]};
  }
  return nearest.kind;
}
