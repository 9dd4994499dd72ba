// The image's health check: ends with 0 when the process of this container answers on /livez.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const { APP, API_PORT, OPERATIONS_PORT, TLS_CERT_FILE } = process.env;
const request = TLS_CERT_FILE ? requestHttps : requestHttp;

request({
  host: '127.0.0.1',
  port: APP === 'api' ? API_PORT || 3000 : OPERATIONS_PORT || 9464,
  path: '/livez',
  timeout: 2_000,
  // The certificate names the host that clients call, not this address; nothing secret is sent or read.
  rejectUnauthorized: false,
})
  .on('response', ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1))
  .end();
