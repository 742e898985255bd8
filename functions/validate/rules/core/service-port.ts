import { isKubeLabel, isPortName, isQualifiedName } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, length, list, number, type Spot, text, wrong } from '../../spot.ts';
import { kubeServices } from '../../spots/services.ts';

export const servicePort: Rule = {
  code: 'GI1903',
  name: 'service-port',
  severity: 'error',
  summary: 'Every port of a Service must have a number from 1 to 65535, and where there are several a name of its own.',
  why: 'the API server refuses the object',
  fix: 'give each port a number, and a name such as `https`',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (validateServicePort)',
  *check(world) {
    for (const { spec, type, isHeadless } of kubeServices(world)) {
      const ports = at(spec, 'ports');
      if (length(ports) === 0 && type !== 'ExternalName' && !isHeadless) yield wrong(ports, 'must have at least one port');
      const seen = new Set<string>();
      for (const port of list(spec, 'ports').filter(isSet)) {
        yield* portFindings(port, length(ports) > 1);
        const name = at(port, 'name');
        const taken = `${text(at(port, 'protocol')) || 'TCP'} ${number(at(port, 'port'))}`;
        if (text(name) !== '' && seen.has(text(name)))
          yield wrong(name, `must differ from the other ports; ${JSON.stringify(text(name))} is taken`);
        if (seen.has(taken)) yield wrong(at(port, 'port'), `must differ from the other ports; ${taken} is taken`);
        seen.add(text(name)).add(taken);
      }
    }
  },
};

function* portFindings(port: Spot, needsName: boolean): Iterable<Finding> {
  const [name, own, target, application] = ['name', 'port', 'targetPort', 'appProtocol'].map((field) => at(port, field)) as [
    Spot,
    Spot,
    Spot,
    Spot,
  ];
  if (needsName && text(name) === '') yield wrong(name, 'must be set, because there are several ports');
  if (text(name) !== '' && !isKubeLabel(text(name))) yield wrong(name, `must be a lower-case DNS label, not ${JSON.stringify(text(name))}`);
  if (typeof own.value === 'number' && !isPort(own.value)) yield wrong(own, `must be between 1 and 65535, not ${own.value}`);
  const node = at(port, 'nodePort');
  if (number(node) < 0 || number(node) > 65535) yield wrong(node, `must be between 1 and 65535, not ${number(node)}`);
  if (typeof target.value === 'number' && target.value !== 0 && !isPort(target.value))
    yield wrong(target, `must be between 1 and 65535, not ${target.value}`);
  if (text(target) !== '' && !isPortName(text(target)))
    yield wrong(target, `must be a number or the name of a container port, not ${JSON.stringify(text(target))}`, {
      ...(/^\d+$/.test(text(target)) ? { fix: `write it without quotes: ${text(target)}` } : {}),
    });
  if (text(application) !== '' && !isQualifiedName(text(application)))
    yield wrong(application, `must be a name with an optional DNS prefix, not ${JSON.stringify(text(application))}`);
}

const isPort = (value: number): boolean => value >= 1 && value <= 65535;
