import { type ApiServer, startApiServer } from './judges/api-server.ts';
import { type Mesh, startMesh } from './judges/mesh.ts';
import type { Programs } from './verdicts/verdict.ts';

/** Starts each program when it is first asked for: one API server, and at most `meshes` miniature Istios that are lent out in turn. */
export function startPrograms(meshes: number): { readonly programs: Programs; stop(): Promise<void> } {
  let server: Promise<ApiServer> | undefined;
  const started: Promise<Mesh>[] = [];
  const free: Promise<Mesh>[] = [];
  const waiting: ((mesh: Promise<Mesh>) => void)[] = [];

  const borrow = (): Promise<Mesh> => {
    const idle = free.pop();
    if (idle) return idle;
    if (started.length < meshes) {
      const mesh = startMesh();
      started.push(mesh);
      return mesh;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (mesh: Mesh) => {
    const next = waiting.shift();
    if (next) next(Promise.resolve(mesh));
    else free.push(Promise.resolve(mesh));
  };
  return {
    programs: {
      apiServer: () => {
        server ??= startApiServer();
        return server;
      },
      withMesh: async (use) => {
        const mesh = await borrow().catch((error: Error) => {
          for (const next of waiting.splice(0)) next(Promise.reject(error));
          throw error;
        });
        try {
          return await use(mesh);
        } finally {
          giveBack(mesh);
        }
      },
    },
    stop: async () => {
      const running = await Promise.allSettled([server, ...started]);
      for (const one of running) if (one.status === 'fulfilled') one.value?.stop();
    },
  };
}
