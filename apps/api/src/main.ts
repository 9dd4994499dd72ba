import { loadConfig } from '@bonafide/configuration';
import { ListenerConfig, log, startOrExplain, stopOnSignal } from '@bonafide/observability';

import { ApiConfig } from './api.config';
import { createApi } from './create-api.service';

void startOrExplain('api', async () => {
  const { API_PORT } = loadConfig(ApiConfig);
  const { LISTEN_HOST } = loadConfig(ListenerConfig);
  const app = await createApi();
  stopOnSignal(app);
  await app.listen(API_PORT, LISTEN_HOST);
  log.info('api.listening', { port: API_PORT, address: LISTEN_HOST });
});
