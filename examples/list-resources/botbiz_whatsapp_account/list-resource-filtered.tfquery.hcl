# With every attribute, so that -generate-config-out writes whole resource blocks.
list "botbiz_whatsapp_account" "connected_support" {
  provider         = botbiz
  include_resource = true
  limit            = 1000

  config {
    status        = "connected"
    name_contains = "support"
  }
}
