package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/template"
)

// serveDNS runs CoreDNS with the few plugins a cluster's DNS needs. The order of
// the directives is the order in which the plugins see a query.
func serveDNS() {
	dnsserver.Directives = []string{"bind", "errors", "cache", "template", "kubernetes", "forward"}
	coremain.Run()
}
