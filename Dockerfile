# One image for the site, the workers and the beat; compose.yaml says which is which. It holds no setting and no secret.
FROM python:3.11-slim-bookworm AS build
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.lock

FROM python:3.11-slim-bookworm
# WeasyPrint fails at import without the first two; the font is for letters that ours lack. pg_dump and pg_restore serve backups.
RUN apt-get update -qq \
 && apt-get install -qq -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --user-group --uid 10001 --home-dir /var/lib/labo --shell /usr/sbin/nologin labo \
 && install -d -m 750 -o labo -g labo /var/lib/labo /var/backups/labo
COPY --from=build /opt/venv /opt/venv
WORKDIR /opt/labo
COPY manage.py ./
COPY labo_ess labo_ess
COPY contacts contacts
COPY collectives collectives
COPY events events
COPY reports reports
COPY templates templates
COPY static static
COPY docs/guide docs/guide
COPY deploy/probe.py deploy/probe.py
# Written now: at run time nothing of the code can be.
RUN /opt/venv/bin/python -m compileall -q labo_ess contacts collectives events reports
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/labo
USER labo
EXPOSE 8000
CMD ["python", "manage.py", "web", "--bind", "0.0.0.0"]
