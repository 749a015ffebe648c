import { request } from 'node:http';
import { ALICES_COOKIE } from './_flyteadmin';

/** Requests without TLS that are not redirected to https. */
export async function plainDeviations(port: number, hosts: readonly string[]): Promise<string[]> {
  const paths = ['/', '/console?a=1', '/api/v1/projects', '/login', '/flyteidl.service.AdminService/ListProjects'];
  const asked = hosts.flatMap((host) => paths.map(async (path) => {
    const { status, location } = await ask(port, host, path);
    const moved = [301, 308].includes(status) && location?.replace(':443/', '/') === `https://${host}${path}`;
    return moved ? [] : [`${host}${path} was answered ${status} ${location ?? ''}`];
  }));
  return (await Promise.all(asked)).flat();
}

function ask(port: number, host: string, path: string): Promise<{ status: number; location?: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { Host: host, Cookie: ALICES_COOKIE }, agent: false }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode!, location: response.headers.location }));
    }).once('error', reject).end();
  });
}
