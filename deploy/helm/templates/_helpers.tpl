{{- define "countersign.name" -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "countersign.labels" -}}
app.kubernetes.io/name: countersign
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "countersign.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* Settings that every process shares. */}}
{{- define "countersign.env" -}}
- { name: COUNTERSIGN_APP_ID, value: {{ required "set appId to the number of the App" .Values.appId | quote }} }
- { name: COUNTERSIGN_API_URL, value: {{ .Values.apiUrl | quote }} }
- { name: COUNTERSIGN_PRIVATE_KEY_FILE, value: /run/secrets/countersign/app.pem }
- { name: COUNTERSIGN_HASH_KEY_FILE, value: /run/secrets/countersign/hash.key }
- { name: COUNTERSIGN_CACHE, value: /cache }
- { name: COUNTERSIGN_LOG_JSON, value: "true" }
- { name: COUNTERSIGN_DRY_RUN, value: {{ .Values.dryRun | quote }} }
- { name: COUNTERSIGN_REMEMBER, value: {{ .Values.remember | quote }} }
{{- with .Values.keepDays }}
- { name: COUNTERSIGN_KEEP_DAYS, value: {{ . | quote }} }
{{- end }}
{{- if .Values.policy }}
- { name: COUNTERSIGN_POLICY, value: /etc/countersign/policy.toml }
{{- end }}
{{ include "countersign.databaseEnv" . }}
{{- end -}}

{{- define "countersign.databaseEnv" -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef: { name: {{ required "set secretName to your Secret" .Values.secretName }}, key: database-url }
{{- end -}}

{{/* Nobody's privileges. */}}
{{- define "countersign.podSecurity" -}}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: { type: RuntimeDefault }
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "countersign.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{- define "countersign.mounts" -}}
volumeMounts:
  - { name: cache, mountPath: /cache }
  - { name: tmp, mountPath: /tmp }
  - { name: secrets, mountPath: /run/secrets/countersign, readOnly: true }
  {{- if .Values.policy }}
  - { name: policy, mountPath: /etc/countersign, readOnly: true }
  {{- end }}
{{- end -}}

{{/* Takes the context, the keys of the Secret and the size of the cache. */}}
{{- define "countersign.volumes" -}}
volumes:
  - name: cache
    emptyDir: { sizeLimit: {{ .cacheSize }} }
  - name: tmp
    emptyDir: { sizeLimit: 1Gi }
  - name: secrets
    secret:
      secretName: {{ .context.Values.secretName }}
      defaultMode: 0440
      items:
        {{- range .keys }}
        - { key: {{ . }}, path: {{ . }} }
        {{- end }}
  {{- if .context.Values.policy }}
  - name: policy
    configMap: { name: {{ include "countersign.name" .context }}-policy }
  {{- end }}
{{- end -}}
