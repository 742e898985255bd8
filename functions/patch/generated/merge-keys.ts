// Written by scripts/merge-keys.ts from Kubernetes 1.36.

/** `apiVersion/Kind type`. */
export const kindLines = String.raw`apps/v1/ControllerRevision apps.v1.ControllerRevision
apps/v1/DaemonSet apps.v1.DaemonSet
apps/v1/Deployment apps.v1.Deployment
apps/v1/ReplicaSet apps.v1.ReplicaSet
apps/v1/StatefulSet apps.v1.StatefulSet
autoscaling/v1/HorizontalPodAutoscaler autoscaling.v1.HorizontalPodAutoscaler
autoscaling/v1/Scale autoscaling.v1.Scale
autoscaling/v2/HorizontalPodAutoscaler autoscaling.v2.HorizontalPodAutoscaler
batch/v1/CronJob batch.v1.CronJob
batch/v1/Job batch.v1.Job
networking.k8s.io/v1/IPAddress networking.v1.IPAddress
networking.k8s.io/v1/Ingress networking.v1.Ingress
networking.k8s.io/v1/IngressClass networking.v1.IngressClass
networking.k8s.io/v1/NetworkPolicy networking.v1.NetworkPolicy
networking.k8s.io/v1/ServiceCIDR networking.v1.ServiceCIDR
networking.k8s.io/v1beta1/IPAddress networking.v1beta1.IPAddress
networking.k8s.io/v1beta1/ServiceCIDR networking.v1beta1.ServiceCIDR
policy/v1/Eviction policy.v1.Eviction
policy/v1/PodDisruptionBudget policy.v1.PodDisruptionBudget
rbac.authorization.k8s.io/v1/ClusterRole rbac.v1.ClusterRole
rbac.authorization.k8s.io/v1/ClusterRoleBinding rbac.v1.ClusterRoleBinding
rbac.authorization.k8s.io/v1/Role rbac.v1.Role
rbac.authorization.k8s.io/v1/RoleBinding rbac.v1.RoleBinding
v1/Binding core.v1.Binding
v1/ComponentStatus core.v1.ComponentStatus
v1/ConfigMap core.v1.ConfigMap
v1/Endpoints core.v1.Endpoints
v1/Event core.v1.Event
v1/LimitRange core.v1.LimitRange
v1/Namespace core.v1.Namespace
v1/Node core.v1.Node
v1/PersistentVolume core.v1.PersistentVolume
v1/PersistentVolumeClaim core.v1.PersistentVolumeClaim
v1/Pod core.v1.Pod
v1/PodTemplate core.v1.PodTemplate
v1/ReplicationController core.v1.ReplicationController
v1/ResourceQuota core.v1.ResourceQuota
v1/Secret core.v1.Secret
v1/Service core.v1.Service
v1/ServiceAccount core.v1.ServiceAccount`;

/** `type field:type field=key:type`: a field with `=` is a list that merges by this key, or as a set where the key is empty; one with `!` is a map that is replaced. */
export const typeLines = String.raw`apps.v1.ControllerRevision metadata:meta.v1.ObjectMeta
apps.v1.DaemonSet metadata:meta.v1.ObjectMeta spec:apps.v1.DaemonSetSpec status:apps.v1.DaemonSetStatus
apps.v1.DaemonSetSpec template:core.v1.PodTemplateSpec
apps.v1.DaemonSetStatus conditions=type
apps.v1.Deployment metadata:meta.v1.ObjectMeta spec:apps.v1.DeploymentSpec status:apps.v1.DeploymentStatus
apps.v1.DeploymentSpec template:core.v1.PodTemplateSpec
apps.v1.DeploymentStatus conditions=type
apps.v1.ReplicaSet metadata:meta.v1.ObjectMeta spec:apps.v1.ReplicaSetSpec status:apps.v1.ReplicaSetStatus
apps.v1.ReplicaSetSpec template:core.v1.PodTemplateSpec
apps.v1.ReplicaSetStatus conditions=type
apps.v1.StatefulSet metadata:meta.v1.ObjectMeta spec:apps.v1.StatefulSetSpec status:apps.v1.StatefulSetStatus
apps.v1.StatefulSetSpec template:core.v1.PodTemplateSpec
apps.v1.StatefulSetStatus conditions=type
autoscaling.v1.HorizontalPodAutoscaler metadata:meta.v1.ObjectMeta
autoscaling.v1.Scale metadata:meta.v1.ObjectMeta
autoscaling.v2.HorizontalPodAutoscaler metadata:meta.v1.ObjectMeta status:autoscaling.v2.HorizontalPodAutoscalerStatus
autoscaling.v2.HorizontalPodAutoscalerStatus conditions=type
batch.v1.CronJob metadata:meta.v1.ObjectMeta spec:batch.v1.CronJobSpec
batch.v1.CronJobSpec jobTemplate:batch.v1.JobTemplateSpec
batch.v1.Job metadata:meta.v1.ObjectMeta spec:batch.v1.JobSpec status:batch.v1.JobStatus
batch.v1.JobSpec template:core.v1.PodTemplateSpec
batch.v1.JobStatus conditions=type
batch.v1.JobTemplateSpec metadata:meta.v1.ObjectMeta spec:batch.v1.JobSpec
core.v1.Binding metadata:meta.v1.ObjectMeta
core.v1.ComponentStatus conditions=type metadata:meta.v1.ObjectMeta
core.v1.ConfigMap metadata:meta.v1.ObjectMeta
core.v1.Container env=name ports=containerPort volumeDevices=devicePath volumeMounts=mountPath
core.v1.Endpoints metadata:meta.v1.ObjectMeta
core.v1.EphemeralContainer env=name ports=containerPort volumeDevices=devicePath volumeMounts=mountPath
core.v1.EphemeralVolumeSource volumeClaimTemplate:core.v1.PersistentVolumeClaimTemplate
core.v1.Event metadata:meta.v1.ObjectMeta
core.v1.LimitRange metadata:meta.v1.ObjectMeta
core.v1.Namespace metadata:meta.v1.ObjectMeta status:core.v1.NamespaceStatus
core.v1.NamespaceStatus conditions=type
core.v1.Node metadata:meta.v1.ObjectMeta spec:core.v1.NodeSpec status:core.v1.NodeStatus
core.v1.NodeSpec podCIDRs=
core.v1.NodeStatus addresses=type conditions=type
core.v1.PersistentVolume metadata:meta.v1.ObjectMeta
core.v1.PersistentVolumeClaim metadata:meta.v1.ObjectMeta status:core.v1.PersistentVolumeClaimStatus
core.v1.PersistentVolumeClaimStatus conditions=type
core.v1.PersistentVolumeClaimTemplate metadata:meta.v1.ObjectMeta
core.v1.Pod metadata:meta.v1.ObjectMeta spec:core.v1.PodSpec status:core.v1.PodStatus
core.v1.PodSpec containers=name:core.v1.Container ephemeralContainers=name:core.v1.EphemeralContainer hostAliases=ip imagePullSecrets=name initContainers=name:core.v1.Container resourceClaims=name schedulingGates=name topologySpreadConstraints=topologyKey volumes=name:core.v1.Volume
core.v1.PodStatus conditions=type hostIPs=ip podIPs=ip resourceClaimStatuses=name
core.v1.PodTemplate metadata:meta.v1.ObjectMeta template:core.v1.PodTemplateSpec
core.v1.PodTemplateSpec metadata:meta.v1.ObjectMeta spec:core.v1.PodSpec
core.v1.ReplicationController metadata:meta.v1.ObjectMeta spec:core.v1.ReplicationControllerSpec status:core.v1.ReplicationControllerStatus
core.v1.ReplicationControllerSpec template:core.v1.PodTemplateSpec
core.v1.ReplicationControllerStatus conditions=type
core.v1.ResourceQuota metadata:meta.v1.ObjectMeta
core.v1.Secret metadata:meta.v1.ObjectMeta
core.v1.Service metadata:meta.v1.ObjectMeta spec:core.v1.ServiceSpec status:core.v1.ServiceStatus
core.v1.ServiceAccount metadata:meta.v1.ObjectMeta secrets=name
core.v1.ServiceSpec ports=port
core.v1.ServiceStatus conditions=type
core.v1.Volume ephemeral:core.v1.EphemeralVolumeSource
meta.v1.ObjectMeta finalizers= ownerReferences=uid
networking.v1.IPAddress metadata:meta.v1.ObjectMeta
networking.v1.Ingress metadata:meta.v1.ObjectMeta
networking.v1.IngressClass metadata:meta.v1.ObjectMeta
networking.v1.NetworkPolicy metadata:meta.v1.ObjectMeta
networking.v1.ServiceCIDR metadata:meta.v1.ObjectMeta status:networking.v1.ServiceCIDRStatus
networking.v1.ServiceCIDRStatus conditions=type
networking.v1beta1.IPAddress metadata:meta.v1.ObjectMeta
networking.v1beta1.ServiceCIDR metadata:meta.v1.ObjectMeta status:networking.v1beta1.ServiceCIDRStatus
networking.v1beta1.ServiceCIDRStatus conditions=type
policy.v1.Eviction metadata:meta.v1.ObjectMeta
policy.v1.PodDisruptionBudget metadata:meta.v1.ObjectMeta spec:policy.v1.PodDisruptionBudgetSpec status:policy.v1.PodDisruptionBudgetStatus
policy.v1.PodDisruptionBudgetSpec selector!
policy.v1.PodDisruptionBudgetStatus conditions=type
rbac.v1.ClusterRole metadata:meta.v1.ObjectMeta
rbac.v1.ClusterRoleBinding metadata:meta.v1.ObjectMeta
rbac.v1.Role metadata:meta.v1.ObjectMeta
rbac.v1.RoleBinding metadata:meta.v1.ObjectMeta`;
