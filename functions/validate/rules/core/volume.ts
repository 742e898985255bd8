import { isKubeLabel } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, list, members, type Spot, text, wrong } from '../../spot.ts';
import { containers, podTemplates } from '../../spots/pod-templates.ts';

export const volume: Rule = {
  code: 'GI1908',
  name: 'volume',
  severity: 'error',
  summary: 'Every volume must have a name of its own and one source, and every mount must name a volume of the pod.',
  why: 'the API server refuses the object',
  fix: 'add the volume to `volumes`, or correct the name of the mount',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (ValidateVolumes, ValidateVolumeMounts)',
  *check(world) {
    for (const { spec } of podTemplates(world)) yield* volumeFindings(spec);
    for (const { container, pod } of containers(world)) {
      const volumes = new Set(list(pod.spec, 'volumes').map((volume) => text(at(volume, 'name'))));
      const seen = new Set<string>();
      for (const mount of list(container, 'volumeMounts').filter(isSet)) {
        const [name, path] = [at(mount, 'name'), at(mount, 'mountPath')];
        if (text(name) !== '' && !volumes.has(text(name)) && pod.template.item.id.kind !== 'StatefulSet')
          yield wrong(name, `must be a volume of the pod, which ${JSON.stringify(text(name))} is not`);
        if (path.value === '') yield wrong(path, 'must not be empty');
        if (seen.has(text(path))) yield wrong(path, `must differ from the other mounts; ${JSON.stringify(text(path))} is taken`);
        seen.add(text(path));
      }
    }
  },
};

function* volumeFindings(spec: Spot): Iterable<Finding> {
  const seen = new Set<string>();
  for (const volume of list(spec, 'volumes').filter(isSet)) {
    const name = at(volume, 'name');
    if (isSet(name) && !isKubeLabel(text(name))) yield wrong(name, `must be a lower-case DNS label, not ${JSON.stringify(text(name))}`);
    if (seen.has(text(name))) yield wrong(name, `must differ from the other volumes; ${JSON.stringify(text(name))} is taken`);
    seen.add(text(name));
    const [first, second] = members(volume).filter((field) => field.key !== 'name' && isSet(field));
    if (second !== undefined) yield wrong(second, `must not be set beside \`${first?.key}\`: a volume has one source`);
    const [secret, config] = [at(volume, 'secret'), at(volume, 'configMap')];
    if (isSet(secret) && text(at(secret, 'secretName')) === '') yield wrong(at(secret, 'secretName'), 'must be set');
    if (isSet(config) && text(at(config, 'name')) === '') yield wrong(at(config, 'name'), 'must be set');
  }
}
