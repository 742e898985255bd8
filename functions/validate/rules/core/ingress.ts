import { isKubeSubdomain, isPathSegment, isPortName, isServiceName } from '../../../krm/kube-name.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isMap, isSet, length, list, number, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { isAddress } from '../../syntax/address.ts';

export const ingress: Rule = {
  code: 'GI1921',
  name: 'ingress',
  severity: 'error',
  summary: 'An Ingress must have DNS names as hosts, absolute paths, and one Service or one other object behind each of them.',
  why: 'the API server refuses the object',
  fix: 'write each path with `backend: {service: {name: …, port: {number: …}}}`',
  source: 'kubernetes/kubernetes, pkg/apis/networking/validation/validation.go (ValidateIngressSpec)',
  *check(world) {
    for (const spec of world.ofKind('networking.k8s.io', 'Ingress').map((item) => at(rootOf(item), 'spec'))) {
      const [backend, className] = [at(spec, 'defaultBackend'), at(spec, 'ingressClassName')];
      if (!isSet(backend) && length(at(spec, 'rules')) === 0) yield wrong(spec, 'must have `defaultBackend` or `rules`');
      if (isSet(backend)) yield* backendFindings(backend);
      if (isSet(className) && !isKubeSubdomain(text(className))) yield wrong(className, `must be a name, not ${shown(className)}`);
      for (const entry of list(spec, 'tls')) {
        for (const host of list(entry, 'hosts')) yield* hostFindings(host, false);
        const secret = at(entry, 'secretName');
        if (text(secret) !== '' && !isKubeSubdomain(text(secret)))
          yield wrong(secret, `must be the name of a Secret, not ${shown(secret)}`);
      }
      for (const rule of list(spec, 'rules')) yield* ruleFindings(rule);
    }
  },
};

function* ruleFindings(rule: Spot): Iterable<Finding> {
  yield* hostFindings(at(rule, 'host'), true);
  const http = at(rule, 'http');
  if (!isSet(http)) return;
  if (length(at(http, 'paths')) === 0) yield wrong(at(http, 'paths'), 'must have at least one path');
  for (const entry of list(http, 'paths').filter(isMap)) {
    const [path, type] = [at(entry, 'path'), text(at(entry, 'pathType'))];
    const mayBeEmpty = type === 'ImplementationSpecific' && text(path) === '';
    if (!mayBeEmpty && !text(path).startsWith('/')) yield wrong(path, `must be an absolute path, not ${shown(path)}`);
    const unclean = ['//', '/./', '/../', '%2f', '%2F'].find((part) => text(path).includes(part)) ?? /\/\.{1,2}$/.exec(text(path))?.[0];
    if ((type === 'Exact' || type === 'Prefix') && unclean !== undefined) yield wrong(path, `must not contain ${JSON.stringify(unclean)}`);
    yield* backendFindings(at(entry, 'backend'));
  }
}

function* hostFindings(host: Spot, refusesAddresses: boolean): Iterable<Finding> {
  const name = text(host);
  if (refusesAddresses ? name === '' : !isSet(host)) return;
  if (refusesAddresses && isAddress(name)) yield wrong(host, 'must be a DNS name, not an IP address');
  else if (!isKubeSubdomain(name.replace(/^\*\./, ''))) yield wrong(host, `must be a lower-case DNS name, not ${shown(host)}`);
}

function* backendFindings(backend: Spot): Iterable<Finding> {
  const [resource, service] = [at(backend, 'resource'), at(backend, 'service')];
  if (isSet(resource) && isSet(service)) yield wrong(resource, 'must not be set beside `service`');
  else if (isSet(resource)) yield* resourceFindings(resource);
  else if (isSet(service)) yield* serviceFindings(service);
  else yield wrong(backend, 'must have `service` or `resource`');
}

function* resourceFindings(resource: Spot): Iterable<Finding> {
  const group = at(resource, 'apiGroup');
  if (isSet(group) && !isKubeSubdomain(text(group))) yield wrong(group, `must be the name of a group, not ${shown(group)}`);
  for (const field of [at(resource, 'kind'), at(resource, 'name')])
    if (text(field) === '') yield wrong(field, 'must be set');
    else if (!isPathSegment(text(field))) yield wrong(field, `must be one segment of a path, not ${shown(field)}`);
}

function* serviceFindings(service: Spot): Iterable<Finding> {
  const [name, port] = [at(service, 'name'), at(service, 'port')];
  const [portName, portNumber] = [at(port, 'name'), at(port, 'number')];
  if (!isServiceName(text(name))) yield wrong(name, `must be the name of a Service, not ${shown(name)}`);
  if (text(portName) !== '' && number(portNumber) !== 0) yield wrong(portNumber, 'must not be set beside `name`');
  else if (text(portName) === '' && number(portNumber) === 0) yield wrong(port, 'must have `name` or `number`');
  else if (text(portName) !== '' && !isPortName(text(portName)))
    yield wrong(portName, `must be the name of a port, not ${shown(portName)}`);
  else if (number(portNumber) < 0 || number(portNumber) > 65535)
    yield wrong(portNumber, `must be between 1 and 65535, not ${number(portNumber)}`);
}

const shown = (spot: Spot): string => JSON.stringify(text(spot));
