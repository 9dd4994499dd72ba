# One image for every process. APP says which one a container runs: a folder of apps/.

FROM node:22-bookworm-slim AS base
WORKDIR /bonafide
COPY package.json package-lock.json .npmrc ./

FROM base AS deps
RUN npm ci --no-progress --loglevel=error

FROM deps AS build
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY libs libs
COPY apps apps
RUN npm run build

FROM base AS production-deps
RUN npm ci --omit=dev --no-progress --loglevel=error

FROM node:22-bookworm-slim AS runtime
LABEL org.opencontainers.image.title="Bonafide" \
      org.opencontainers.image.description="Open, self-hosted verification service for companies that move money" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /bonafide
COPY LICENSE package.json ./
COPY docker/health-check.mjs docker/
COPY libs/screening/sandbox-list libs/screening/sandbox-list
COPY --from=production-deps /bonafide/node_modules node_modules
COPY --from=build /bonafide/dist dist

ARG APP=api
# Nobody reaches the loopback address of a container.
ENV APP=${APP} \
    NODE_ENV=production \
    LISTEN_HOST=0.0.0.0
# The user `node`, by number: Kubernetes sees by it that the image does not run as root.
USER 1000:1000
# The API; /livez, /readyz and /metrics of every other process.
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
# The processes are not ready while Postgres is away, but they are alive, and starting them again would not help.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "docker/health-check.mjs"]
# `exec` makes node the process that gets the signals.
CMD ["sh", "-c", "exec node --enable-source-maps \"dist/apps/${APP}/src/main.js\""]
