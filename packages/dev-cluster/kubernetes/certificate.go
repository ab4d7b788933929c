package main

import (
	"errors"
	"flag"
	"net"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/client-go/util/cert"
)

// writeCertificate makes DIR/apiserver.crt (the leaf, then the authority that
// signed it) and DIR/apiserver.key. The API server makes such a pair itself, but
// only for one address; a node needs it valid for the loopback address and for
// the one that its network namespace sees.
func writeCertificate(arguments []string) error {
	flags := flag.NewFlagSet("certificate", flag.ContinueOnError)
	directory := flags.String("dir", "", "folder to write apiserver.crt and apiserver.key to")
	addresses := flags.String("ips", "", "comma-separated IP addresses")
	names := flags.String("names", "", "comma-separated DNS names")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *directory == "" {
		return errors.New("--dir is required")
	}

	var ips []net.IP
	for _, address := range strings.FieldsFunc(*addresses, isComma) {
		ip := net.ParseIP(address)
		if ip == nil {
			return errors.New("--ips: " + address + " is not an IP address")
		}
		ips = append(ips, ip)
	}
	certificate, key, err := cert.GenerateSelfSignedCertKey("kube-apiserver", ips, strings.FieldsFunc(*names, isComma))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(*directory, "apiserver.key"), key, 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*directory, "apiserver.crt"), certificate, 0o644)
}

func isComma(r rune) bool { return r == ',' }
