import type { Server } from '../../intent/model.ts';
import { httpProtocols } from '../../intent/resolve/tls.ts';

/** Whether a gateway sees the requests that a server carries. */
export const seesRequests = ({ protocol, tls }: Pick<Server, 'protocol' | 'tls'>): boolean =>
  httpProtocols.has(protocol) && tls?.mode !== 'Passthrough' && tls?.mode !== 'AutoPassthrough';
