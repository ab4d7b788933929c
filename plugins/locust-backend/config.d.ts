export interface Config {
  /** Load tests with Locust. */
  locust?: {
    /**
     * Clusters whose `Locust` resources are run. None: the cluster that the backend itself runs in, else the
     * current context of its kubeconfig, under the name `local`.
     */
    clusters?: Array<{
      /** Name that entities' annotations and the screens use. */
      name: string;
      /** The cluster that the backend itself runs in, with its pod's service account. */
      inCluster?: true;
      /** Path of a kubeconfig file. Default: `KUBECONFIG`, else `~/.kube/config`. */
      kubeconfig?: string;
      /** Context in that file. Default: its current one. */
      context?: string;
      /**
       * Name of a cluster in `kubernetes.clusterLocatorMethods`, of type `config` with authProvider `serviceAccount`
       * or `localKubectlProxy`, or of type `localKubectlProxy`.
       */
      kubernetesCluster?: string;
      /** URL of the API server, instead of a kubeconfig. */
      url?: string;
      /**
       * Bearer token of a service account, with `url`.
       * @visibility secret
       */
      serviceAccountToken?: string;
      /** Path of a file with that token, which may be replaced at any time, with `url`. */
      serviceAccountTokenFile?: string;
      /**
       * Certificate authority of the API server, base64 of PEM, with `url`.
       * @visibility secret
       */
      caData?: string;
      /** Path of a PEM file with that certificate authority, which may be replaced at any time, with `url`. */
      caFile?: string;
      /** Do not verify the API server's certificate, with `url`. Whoever sits in between can then read and change all. */
      skipTLSVerify?: boolean;
      /** Overrides `locust.limits` in this cluster; `unlimited` lifts one. */
      limits?: {
        /** Over everything that its engine looks after. */
        concurrentRunsPerCluster?: number | 'unlimited';
        /** Of one owner. */
        concurrentRunsPerOwner?: number | 'unlimited';
      };
      /** Namespaces to look after. Default: all. */
      namespaces?: string[];
    }>;
    /** How many runs may go at once. What is above waits in a queue, owners in turn. Default: no limits. */
    limits?: {
      /** In one cluster, over everything that its engine looks after. */
      concurrentRunsPerCluster?: number | 'unlimited';
      /** Of one owner in one cluster. */
      concurrentRunsPerOwner?: number | 'unlimited';
      /** Of one owner in all clusters together. Counted in the database: while that is away, runs wait. */
      concurrentRunsPerOwnerAcrossClusters?: number | 'unlimited';
      /** Started by one owner on one day in UTC, in all clusters together; counted as the one above. */
      runsPerOwnerPerDay?: number | 'unlimited';
      /** Of single owners, in place of what counts for all; of several that name one the last counts. */
      owners?: Array<{
        /** Entity references, such as `group:default/shop`; `*` stands for any characters. */
        owners: string[];
        /** At once in one cluster. */
        concurrentRuns?: number | 'unlimited';
        /** At once in all clusters together. */
        concurrentRunsAcrossClusters?: number | 'unlimited';
        /** Started on one day in UTC, in all clusters together. */
        runsPerDay?: number | 'unlimited';
      }>;
    };
    /**
     * Times in which nothing starts. What people ask for waits, what schedules make due is skipped. Others are declared
     * at the portal, by whom has the permission `locust.admin.update`.
     */
    freezes?: Array<{
      /** For people whose runs wait, such as `Black Friday`. */
      reason: string;
      /** Where and for whom; in names `*` stands for any characters. Default: everywhere, for everybody. */
      for?: {
        /** By their names in `locust.clusters`. */
        clusters?: string[];
        /** Of the resources. */
        namespaces?: string[];
        /** Entity references of who answers for the runs. */
        owners?: string[];
      };
      /** Once: from this moment, such as `2026-11-27T00:00:00Z`, until the other. */
      from?: string;
      /** Once: the moment at which it is over. */
      until?: string;
      /** Again and again: a cron expression of when it begins, and a duration such as `8h`. */
      schedule?: string;
      /** Of the schedule, such as `Europe/Berlin`. Default: UTC. */
      timeZone?: string;
      /** Again and again: how long it lasts each time. */
      duration?: string;
      /** Whether what goes is stopped as well. Default false. */
      stopsRuns?: boolean;
    }>;
    /**
     * Who answers for runs that belong to no catalog entity: an entity reference by namespace. Runs of a namespace
     * without one are counted together.
     */
    namespaceOwners?: { [namespace: string]: string };
    /**
     * What may be run, for resources of the portal and of kubectl alike. Rules are read in their order: of each field
     * the last rule that concerns a place says it, and `any` lifts it. In names `*` stands for any characters. What no
     * rule says is allowed; but what is made through the portal may name no Secrets, ConfigMaps and volumes unless a
     * rule allows them.
     */
    guardrails?: Array<{
      /** Where the rule holds. Default: everywhere, for everybody. */
      for?: {
        /** By their names in `locust.clusters`. */
        clusters?: string[];
        /** Of the resources. */
        namespaces?: string[];
        /** Entity references of who answers for the runs, such as `group:default/shop`. */
        owners?: string[];
      };
      /**
       * Images that a resource may name, held against registry, repository, tag and digest: `locustio/locust:2.*`,
       * `registry.example.com/load/*`, `registry.example.com/shop@sha256:*`.
       */
      images?: string[] | 'any';
      /** Workers of one run. */
      maxWorkers?: number | 'any';
      /** Users of one run. */
      maxUsers?: number | 'any';
      /** Of one run: a duration, such as `2h`. */
      maxRunTime?: string | 'any';
      /** Host names that the field `host` may have. Advice: a locustfile may call what it likes. */
      targetHosts?: string[] | 'any';
      /** Secrets that a resource may name. */
      secrets?: string[] | 'any';
      /** ConfigMaps that a resource may name. */
      configMaps?: string[] | 'any';
      /** PersistentVolumeClaims that a resource may name. */
      volumes?: string[] | 'any';
      /** ServiceAccounts that pods may have beside the default one. */
      serviceAccounts?: string[] | 'any';
      /** Whether a resource may have a command and further options of Locust. */
      customCommand?: boolean;
      /** Whether a resource may set environment variables. */
      customEnvironment?: boolean;
    }>;
    /** What the pods of runs have that their resource does not say. */
    pods?: {
      /**
       * Whose pods are made as the Pod Security Standard `restricted` asks for, without a token of their service account and
       * with requests and limits: those of what the portal has made, all, or none. In a namespace that enforces the standard
       * all are. Default `portal`.
       */
      restricted?: 'portal' | 'all' | 'none';
      /** Number of the user and group that restricted pods run as. Default 1000, which is that of Locust's own image. */
      runAsUser?: number;
      /** Requests and limits of restricted pods, where their resource gives none. */
      resources?: {
        /** Default: requests of 100m and 128Mi, limits of 1 and 1Gi. */
        master?: {
          /** What the pod is promised: `cpu`, `memory`. */
          requests?: { [resource: string]: string | number };
          /** What it may take at most. */
          limits?: { [resource: string]: string | number };
        };
        /** Default: as for the master. */
        worker?: {
          /** What each pod is promised: `cpu`, `memory`. */
          requests?: { [resource: string]: string | number };
          /** What it may take at most. */
          limits?: { [resource: string]: string | number };
        };
      };
    };
    /**
     * Network policies for the pods of each run, where the cluster's network heeds them: only its own workers reach the
     * master, nothing reaches the workers, and they all reach names, their master and what is said here.
     */
    networkPolicy?: {
      /** Default false: the engine has nothing to do with network policies. */
      enabled?: boolean;
      /**
       * What may be reached. Default: everything but the addresses at which clouds hand out credentials, and `exclude`.
       */
      egress?: Array<{
        /** A block of addresses, such as `10.0.0.0/8`. This or a namespace. */
        cidr?: string;
        /** Parts of that block that may not be reached. */
        except?: string[];
        /**
         * Pods of a namespace of the same cluster, `*` for all. Some networks hold blocks of addresses only against what is
         * outside of the cluster.
         */
        namespace?: string;
        /** Default: all. A number is a port of TCP. */
        ports?: Array<
          | number
          | {
              /** Its number. */
              port: number;
              /** The last one of a range that begins with `port`. */
              endPort?: number;
              /** Default `TCP`. */
              protocol?: 'TCP' | 'UDP' | 'SCTP';
            }
        >;
      }>;
      /** Blocks of addresses that may not be reached, whatever block holds them. */
      exclude?: string[];
    };
    /** What brings `Locust` resources about. */
    engine?: {
      /** Whether it runs in this backend. Default true; false serves history and forms only. */
      enabled?: boolean;
      /** Namespace of the Lease by which one replica leads. Default: `default`. */
      leaseNamespace?: string;
      /** Times of that Lease, in seconds: shorter ones hand over sooner and cost more requests. */
      lease?: {
        /** Others take over so long after the leader's last sign. Default 15. */
        leaseSeconds?: number;
        /** A leader that could not renew for so long steps down. Default 10. */
        renewSeconds?: number;
        /** Between tries. Default 2. */
        retrySeconds?: number;
      };
    };
    /** Whether the engine installs and updates the CustomResourceDefinition. Default false. */
    installCrd?: boolean;
    /** Image of master and workers where a resource names none. Default `locustio/locust:2.47.0`. */
    image?: string;
    /** Namespace for entities that name none in their annotations. Default: none, they have to. */
    defaultNamespace?: string;
    /** How long a finished `Locust` stays, as a duration, `0` or `never`. Default `24h`. */
    ttlAfterFinished?: string;
    /** Which finished `Locust` resources without that field are deleted. Default `portal`: those made by the portal. */
    deleteFinished?: 'portal' | 'all' | 'none';
    /** What a run may take beyond `workersReadyTimeout` and `runTime`, in seconds. Default 300. */
    graceSeconds?: number;
    /** How long a run without a run time of its own may take, as a duration. Default `24h`. */
    maximumRunTime?: string;
    /** Which runs the history keeps. Pinned runs and baselines are kept whatever is said here, and count for nothing. */
    retention?: {
      /** Days since a run was created, or `unlimited`. Default 365. */
      days?: number | 'unlimited';
      /** The newest so many runs of each entity, or `unlimited`. Default 1000. */
      runsPerEntity?: number | 'unlimited';
    };
    /** Whether the reporter is mounted into masters. Default true. */
    reporter?: boolean;
    /** `GET /api/locust/metrics`, for Prometheus. */
    metrics?: {
      /**
       * Whether it answers without credentials; it names namespaces, resources and Jobs. Default false: it takes the
       * token of a user or service that has the permission `locust.admin.read`.
       */
      allowUnauthenticated?: boolean;
    };
  };
}
