// Lays out the file system of the container image: node scripts/image-root.mjs FOLDER EXECUTABLE LIBRARIES. There is no shell in the image that could do it.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [root, executable, libraries] = process.argv.slice(2);
const place = (path) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  return join(root, path);
};
const copy = (from, to, mode) => {
  copyFileSync(from, place(to));
  chmodSync(join(root, to), mode);
};

copy(executable, 'usr/local/bin/gateway-intent', 0o755);
// The loader looks for libraries in /lib last of all, and is itself looked for in /lib64 on amd64.
for (const library of readdirSync(libraries)) copy(join(libraries, library), `lib/${library}`, 0o755);
symlinkSync('lib', place('lib64'));
// Where Argo CD looks for the plugin, and where it mounts what it brings along.
copy('docs/argocd/plugin.yaml', 'home/argocd/cmp-server/config/plugin.yaml', 0o644);
for (const folder of ['home/argocd/cmp-server/plugins', 'var/run/argocd']) mkdirSync(join(root, folder), { recursive: true });
cpSync('LICENSE', place('licenses/gateway-intent'));
writeFileSync(
  place('etc/passwd'),
  'root:x:0:0:root:/:/sbin/nologin\nargocd:x:999:999:argocd:/tmp:/sbin/nologin\nnobody:x:65534:65534:nobody:/tmp:/sbin/nologin\n',
);
writeFileSync(place('etc/group'), 'root:x:0:\nargocd:x:999:\nnogroup:x:65534:\n');
mkdirSync(join(root, 'tmp'));
chmodSync(join(root, 'tmp'), 0o1777);
