# The interview bot, from the pinned requirements, as a user without rights.
FROM python:3.13-slim

RUN useradd --create-home --uid 10001 interview
WORKDIR /app

COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements/run.txt

COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && install -d -m 0700 -o interview /data

USER 10001
ENV INTERVIEW_DATA_DIR=/data INTERVIEW_HOST=0.0.0.0
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz')"]

CMD ["sh", "-c", "interview migrate && exec interview run"]
